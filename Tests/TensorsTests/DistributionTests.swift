import Foundation
import Tensors
import Testing

/// Frequencies and moments of 200,000 draws with fixed seeds, held to five standard errors; the
/// chi-square statistics of d categories to d + 5 sqrt(2 d) + 10.
@Suite struct DistributionTests {
  private static let count = 200_000
  private var random = RandomStream(seed: 5, purpose: .environment)

  private func chiSquareLimit(_ categories: Int) -> Double {
    Double(categories) + 5 * (2 * Double(categories)).squareRoot() + 10
  }

  /// The mean of `body` over many draws, with its standard error.
  private mutating func mean(_ body: (inout RandomStream) -> Double) -> (Double, error: Double) {
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<Self.count {
      let value = body(&random)
      sum += value
      squares += value * value
    }
    let mean = sum / Double(Self.count)
    let variance = squares / Double(Self.count) - mean * mean
    return (mean, (variance / Double(Self.count)).squareRoot())
  }

  @Test mutating func `uniform numbers fill the unit interval evenly`() {
    for power in 1...4 {
      let (mean, error) = mean { pow($0.uniform(), Double(power)) }
      #expect(abs(mean - 1 / Double(power + 1)) < 5 * error)
    }
    var counts = [Int](repeating: 0, count: 64)
    var floatCounts = counts
    for _ in 0..<Self.count {
      let value = random.uniform()
      let float = random.uniformFloat()
      #expect(value >= 0 && value < 1 && float >= 0 && float < 1)
      counts[Int(value * 64)] += 1
      floatCounts[Int(float * 64)] += 1
    }
    #expect(chiSquare(counts) < chiSquareLimit(64) && chiSquare(floatCounts) < chiSquareLimit(64))
    let value = random.uniform(-3, -2)
    #expect(value >= -3 && value < -2)
  }

  @Test mutating func `normal numbers have the moments and tails of the normal distribution`() {
    for (power, moment) in [(1, 0.0), (2, 1), (3, 0), (4, 3), (6, 15)] {
      let (mean, error) = mean { pow($0.normal(), Double(power)) }
      #expect(abs(mean - moment) < 5 * error)
    }
    for (limit, probability) in [(0.0, 0.5), (1, 0.158655), (1.959964, 0.025), (3, 0.00134990)] {
      let (frequency, error) = mean { $0.normal() > limit ? 1 : 0 }
      #expect(abs(frequency - probability) < 5 * error)
    }
    var last = random.normal()
    let (correlation, error) = mean { random in
      let next = random.normal()
      defer { last = next }
      return last * next
    }
    #expect(abs(correlation) < 5 * error)
  }

  @Test(arguments: [1, 2, 3, 7, 10, 64, 1000])
  mutating func `integers below a bound are equally likely`(_ bound: Int) {
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<Self.count {
      let value = random.integer(below: bound)
      #expect(value >= 0 && value < bound)
      if counts.indices.contains(value) { counts[value] += 1 }
    }
    #expect(chiSquare(counts) < chiSquareLimit(bound))
  }

  /// Without rejection every third integer below 3 · 2^30 would be twice as likely as the others.
  @Test mutating func `integers below a large bound are equally likely`() {
    var counts = [0, 0, 0]
    for _ in 0..<Self.count { counts[random.integer(below: 3 << 30) % 3] += 1 }
    #expect(chiSquare(counts) < chiSquareLimit(3))
    #expect(random.integer(below: Int(UInt32.max)) < Int(UInt32.max))
  }

  @Test mutating func `categories come as often as they weigh, those without weight never`() {
    let weights: [Float] = [0, 1, 2, 0, 5, 0]
    var counts = [Double](repeating: 0, count: 6)
    for _ in 0..<Self.count { counts[random.categorical(weights: weights.span)] += 1 }
    for (count, weight) in zip(counts, weights) {
      let probability = Double(weight) / 8
      let error = (probability * (1 - probability) / Double(Self.count)).squareRoot()
      #expect(abs(count / Double(Self.count) - probability) <= 5 * error)
    }
  }

  @Test mutating func `every order of a shuffle is equally likely`() {
    var counts = [[Int32]: Int]()
    for _ in 0..<48_000 {
      var values: [Int32] = [0, 1, 2, 3]
      random.shuffle(&values)
      counts[values, default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(chiSquare(Array(counts.values)) < chiSquareLimit(24))
  }
}
