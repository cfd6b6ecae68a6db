import Environments
import Foundation
import Tensors

extension EnvironmentReference {
  /// How many resets stand against the reference's 64.
  private static let resetCount = 2048

  /// Compares the distribution of states after a reset with samples of it, component by component: the
  /// means differ by less than 0.6 standard deviations, the logarithms of the standard deviations by
  /// less than 0.4, both more than four standard errors of 64 samples, and all samples lie within the
  /// range that our resets cover, widened by a twentieth.
  ///
  /// - Parameter samples: The reference's samples of the arrays of state, by name.
  package static func compareResets(
    _ samples: [String: RecordedEpisode.Table], with environment: EnvironmentDescription
  ) throws -> ReferenceDeviations {
    var world = try environment.makeEnvironment()
    var random = RandomStream(seed: 1, purpose: .environment)
    var own = [String: [[Double]]]()
    for _ in 0..<resetCount {
      world.reset(using: &random)
      var state = EnvironmentState()
      world.save(to: &state)
      for (name, table) in samples {
        own[name, default: []].append(try state.values(name, count: table.rowSize))
      }
    }
    var deviations = ReferenceDeviations()
    for (name, table) in samples.sorted(by: { $0.key < $1.key }) {
      for column in 0..<table.rowSize {
        let reference = stride(from: column, to: table.values.count, by: table.rowSize)
          .map { table.values[$0] }
        compare(
          own[name, default: []].map { $0[column] }, with: reference, name: name, into: &deviations)
      }
    }
    return deviations
  }

  private static func compare(
    _ own: [Double], with reference: [Double], name: String,
    into deviations: inout ReferenceDeviations
  ) {
    let (ours, theirs) = (Moments(own), Moments(reference))
    func add(_ what: String, _ value: Double, _ tolerance: Double) {
      deviations.compare(
        [value], with: [0], dataset: "reset_samples/\(name), \(what)",
        tolerance: ReferenceTolerance(absolute: tolerance, relative: 0))
    }
    guard ours.deviation > 0 && theirs.deviation > 0 else {
      add("constants", ours.mean - theirs.mean, 1e-12)
      add("constants", ours.deviation - theirs.deviation, 0)
      return
    }
    add("means", (ours.mean - theirs.mean) / theirs.deviation, 0.6)
    add("spreads", log(ours.deviation / theirs.deviation), 0.4)
    let width = ours.range.upperBound - ours.range.lowerBound
    let beyond = max(
      ours.range.lowerBound - theirs.range.lowerBound,
      theirs.range.upperBound - ours.range.upperBound, 0)
    add("ranges", beyond / width, 0.05)
  }
}

/// The first moments of some numbers.
private struct Moments {
  let mean: Double
  let deviation: Double
  let range: ClosedRange<Double>

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = (squares / Double(values.count)).squareRoot()
    range = (values.min() ?? 0)...(values.max() ?? 0)
  }
}
