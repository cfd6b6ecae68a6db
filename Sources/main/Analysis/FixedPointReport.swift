import Evaluate
import Experiments
import Foundation
import Storage
import Tensors

/// What a search for fixed points tells on the terminal.
struct FixedPointReport {
  let checkpoint: String
  /// As the policy sees them, each [O].
  let inputs: [[Double]]
  let outcome: FixedPointSearch.Outcome

  private var points: [FixedPoint] { outcome.points }
  private static let mostRows = 40

  var table: String {
    var text = "\(checkpoint): \(summary).\n" + searches
    if points.isEmpty { return text + "\nMore --starts or a higher --slow-speed may find some." }
    let header = [
      "input", "kind", "unstable", "speed", "largest eigenvalue", "magnitude", "time (steps)",
      "starts",
    ]
    let rows = points.prefix(Self.mostRows).map { point in
      [
        "\(point.inputIndex)", words(for: point.kind), "\(point.unstableCount)",
        String(format: "%.1e", point.speed), inWords(point.eigenvalues[0]),
        String(format: "%.4f", point.spectralRadius),
        point.timeConstants[0].map { String(format: "%.1f", $0) } ?? "-", "\(point.startCount)",
      ]
    }
    text += "\n\n" + Table.text([header] + rows, rightAligned: [0, 2, 3, 4, 5, 6, 7])
    if points.count > Self.mostRows {
      text += "\nand \(points.count - Self.mostRows) more; --output and --json have all."
    }
    if points.contains(where: { $0.kind == .marginal }) {
      text +=
        "\nmarginal: the largest eigenvalue's magnitude is 1 within \(FixedPoint.margin)."
    }
    return text
  }

  /// How many points of each kind there are.
  private var summary: String {
    let fixed = points.count(where: \.isFixed)
    let kinds = [FixedPoint.Kind.stable, .marginal, .unstable].compactMap { kind in
      let count = points.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind)"
    }
    return Count.text(fixed, "fixed point")
      + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
      + " and " + Count.text(points.count - fixed, "slow point")
  }

  /// What became of the searches.
  private var searches: String {
    let range = outcome.reachable
    let rest = outcome.searchCount - outcome.edgeCount - outcome.fastCount
    var text =
      "Of \(Count.text(outcome.searchCount, "search", plural: "searches")), \(rest) ended there"
    if outcome.edgeCount > 0 {
      text += String(
        format: ", %d at the edge of what a state can reach (each unit from %g to %g)",
        outcome.edgeCount, range.lowerBound, range.upperBound)
    }
    if outcome.fastCount > 0 { text += ", \(outcome.fastCount) where a state is faster than slow" }
    return text + (rest < outcome.searchCount ? "; only the first are listed." : ".")
  }

  private func words(for kind: FixedPoint.Kind) -> String {
    kind == .slow ? "slow" : "fixed, \(kind)"
  }

  private func inWords(_ value: Eigenvalue) -> String {
    let real = String(format: "%.4f", value.real)
    return value.imaginary == 0 ? real : real + String(format: "%+.4fi", value.imaginary)
  }

  var json: String {
    get throws {
      try CheckpointFormat.encode(
        Record(
          checkpoint: checkpoint, inputs: inputs, margin: FixedPoint.margin,
          reachable: [outcome.reachable.lowerBound, outcome.reachable.upperBound],
          searchCount: outcome.searchCount, droppedAtEdge: outcome.edgeCount,
          droppedAsFast: outcome.fastCount, points: points.map(Point.init)))
    }
  }

  private struct Record: Encodable {
    let checkpoint: String
    let inputs: [[Double]]
    /// Within what distance of 1 an eigenvalue's magnitude counts as 1.
    let margin: Double
    /// Where each unit of a state can be, from and to.
    let reachable: [Double]
    let searchCount, droppedAtEdge, droppedAsFast: Int
    let points: [Point]
  }

  private struct Point: Encodable {
    let input: Int
    let kind: String
    let isFixed, isStable: Bool
    let unstableCount, marginalCount, startCount: Int
    let speed: Double
    let state: [Double]
    /// Real and imaginary parts.
    let eigenvalues: [[Double]]
    /// Nil where they mean nothing.
    let timeConstants: [Double?]

    init(_ point: FixedPoint) {
      input = point.inputIndex
      kind = point.kind.rawValue
      (isFixed, isStable) = (point.isFixed, point.isStable)
      (unstableCount, marginalCount) = (point.unstableCount, point.marginalCount)
      startCount = point.startCount
      speed = point.speed
      state = point.state
      eigenvalues = point.eigenvalues.map { [$0.real, $0.imaginary] }
      timeConstants = point.timeConstants
    }
  }
}
