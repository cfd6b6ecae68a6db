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
  let points: [FixedPoint]

  private static let mostRows = 40

  var table: String {
    let header = [
      "input", "kind", "unstable", "speed", "largest eigenvalue", "time (steps)", "starts",
    ]
    let rows = points.prefix(Self.mostRows).map { point in
      [
        "\(point.inputIndex)", kind(point), "\(point.unstableCount)",
        String(format: "%.1e", point.speed), inWords(point.eigenvalues[0]),
        String(format: "%.1f", point.timeConstants[0]), "\(point.startCount)",
      ]
    }
    let stable = points.count(where: \.isStable)
    let slow = points.count { !$0.isFixed }
    var text = "\(checkpoint): \(points.count - slow) fixed points, \(stable) of them stable, "
    text += "and \(slow) slow points"
    if points.isEmpty { return text + ". More --starts or a higher --slow-speed may find some." }
    text += "\n\n" + Table.text([header] + rows, rightAligned: [0, 2, 3, 4, 5, 6])
    if points.count > Self.mostRows {
      text += "\nand \(points.count - Self.mostRows) more; --output and --json have all."
    }
    return text
  }

  private func kind(_ point: FixedPoint) -> String {
    point.isFixed ? (point.isStable ? "fixed, stable" : "fixed, unstable") : "slow"
  }

  private func inWords(_ value: Eigenvalue) -> String {
    let real = String(format: "%.4f", value.real)
    return value.imaginary == 0 ? real : real + String(format: "%+.4fi", value.imaginary)
  }

  var json: String {
    get throws {
      try CheckpointFormat.encode(
        Record(checkpoint: checkpoint, inputs: inputs, points: points.map(Point.init)))
    }
  }

  private struct Record: Encodable {
    let checkpoint: String
    let inputs: [[Double]]
    let points: [Point]
  }

  private struct Point: Encodable {
    let input: Int
    let isFixed, isStable: Bool
    let unstableCount, startCount: Int
    let speed: Double
    let state: [Double]
    /// Real and imaginary parts.
    let eigenvalues: [[Double]]
    /// Nil where infinite, for which JSON has no word.
    let timeConstants: [Double?]

    init(_ point: FixedPoint) {
      input = point.inputIndex
      (isFixed, isStable) = (point.isFixed, point.isStable)
      (unstableCount, startCount) = (point.unstableCount, point.startCount)
      speed = point.speed
      state = point.state
      eigenvalues = point.eigenvalues.map { [$0.real, $0.imaginary] }
      timeConstants = point.timeConstants.map { $0.isFinite ? $0 : nil }
    }
  }
}
