import Evaluate
import Foundation
import Tensors
import Testing

@Suite struct UnitTuningTests {
  /// Four bins, each visited ten times.
  private let bins = (0..<40).map { $0 / 10 }

  /// The activity of units that are as high in each bin as the table says, [unit][bin].
  private func activity(_ levels: [[Float]]) -> BinnedActivity {
    var activity = BinnedActivity(binCount: 4, unitCount: levels.count)
    let values = bins.flatMap { bin in levels.map { $0[bin] } }
    activity.add(values.span, bins: bins)
    return activity
  }

  @Test func `information is that of Skaggs and others`() {
    let activity = activity([
      [-1, -1, 1, -1], [1, -1, -1, 1], [0.3, 0.3, 0.3, 0.3], [3, 1, 0, 0],
    ])
    // A unit in one of four bins tells which: 2 bits. In two of four: 1 bit.
    #expect(abs(activity.information(of: 0, lowest: -1) - 2) < 1e-12)
    #expect(abs(activity.information(of: 1, lowest: -1) - 1) < 1e-12)
    #expect(activity.information(of: 2, lowest: Double(Float(0.3))) == 0)
    #expect(abs(activity.information(of: 3, lowest: 0) - (0.75 * log2(3.0))) < 1e-12)
    // The same rates on a pedestal tell less.
    #expect(activity.information(of: 0, lowest: -2) < 0.5)
  }

  @Test func `means are of what was visited, and a shift goes around the end`() {
    var activity = BinnedActivity(binCount: 3, unitCount: 1)
    let values: [Float] = [1, 2, 3, 5]
    activity.add(values.span, bins: [0, 0, 1, 1], shift: 1)
    #expect(activity.means(of: 0) == [3, 2.5, nil])
    #expect(activity.visits == [2, 2, 0])
  }

  /// A walk through ten bins, a unit that is high in bin 4, and one that follows a walk of its own.
  private func tuning(seed: UInt64) -> UnitTuning {
    var tuning = UnitTuning(binCount: 10, unitCount: 2, shuffleCount: 99, seed: seed)
    var random = RandomStream(seed: 8, purpose: .environment)
    for _ in 0..<20 {
      var (bin, other) = (random.integer(below: 10), random.integer(below: 10))
      var (bins, activations) = ([Int](), [Float]())
      for _ in 0..<100 {
        bin = min(max(bin + random.integer(below: 3) - 1, 0), 9)
        other = min(max(other + random.integer(below: 3) - 1, 0), 9)
        bins.append(bin)
        activations += [exp(-Float((bin - 4) * (bin - 4))), Float(other) / 5 - 1]
      }
      tuning.add(activations.span, bins: bins)
    }
    return tuning
  }

  @Test func `the control tells a unit with a place from one without`() throws {
    let tuning = tuning(seed: 1)
    let (placed, wandering) = (tuning.measure(of: 0), tuning.measure(of: 1))
    #expect(placed.information > 0.8)
    #expect(placed.probability == 0.01)
    let control = try #require(placed.control)
    #expect(control.mean + 5 * control.standardDeviation < placed.information)
    #expect(try #require(wandering.probability) > 0.05)
    #expect(tuning.lowest[1] == -1 && tuning.highest[1] == Float(9) / 5 - 1)
  }

  @Test func `equal seeds give equal controls, and none gives no control`() throws {
    let (first, second) = (tuning(seed: 1).measure(of: 1), tuning(seed: 1).measure(of: 1))
    #expect(first.control?.mean == second.control?.mean)
    #expect(first.control?.mean != tuning(seed: 2).measure(of: 1).control?.mean)
    var bare = UnitTuning(binCount: 4, unitCount: 1, shuffleCount: 0, seed: 1)
    let values: [Float] = [1, 0]
    bare.add(values.span, bins: [3, 0])
    #expect(bare.measure(of: 0).control == nil && bare.measure(of: 0).probability == nil)
    #expect(bare.measure(of: 0).information == 1)
  }

  /// A unit that follows a walk of its own, and therefore tells nothing of the place.
  private func untuned(episodes: Int) -> UnitTuning.Measure {
    var tuning = UnitTuning(binCount: 40, unitCount: 1, shuffleCount: 60, seed: 1)
    var random = RandomStream(seed: 3, purpose: .environment)
    for _ in 0..<episodes {
      var (bin, other) = (random.integer(below: 40), random.integer(below: 10))
      var (bins, activations) = ([Int](), [Float]())
      for _ in 0..<60 {
        bin = min(max(bin + random.integer(below: 5) - 2, 0), 39)
        other = min(max(other + random.integer(below: 3) - 1, 0), 9)
        bins.append(bin)
        activations.append(Float(other))
      }
      tuning.add(activations.span, bins: bins)
    }
    return tuning.measure(of: 0)
  }

  @Test func `information falls with the number of episodes, and what is above control does not`()
    throws
  {
    let (few, many) = (untuned(episodes: 5), untuned(episodes: 100))
    #expect(few.information > 3 * many.information)
    for measure in [few, many] {
      let control = try #require(measure.control)
      #expect(measure.excess == measure.information - control.mean)
      #expect(abs(try #require(measure.excess)) < 3 * control.standardDeviation)
    }
  }
}
