import Foundation

/// The size of a picture and places in it, in points from its upper left corner.
struct PictureLayout {
  let width, height: Double

  /// gnuplot's margins, which put the next plot at a place.
  func margins(left: Double, top: Double, width: Double, height: Double) -> String {
    """
    set lmargin at screen \(left / self.width)
    set rmargin at screen \((left + width) / self.width)
    set tmargin at screen \(1 - top / self.height)
    set bmargin at screen \(1 - (top + height) / self.height)

    """
  }

  /// A place as gnuplot names it.
  func place(x: Double, y: Double) -> String {
    "screen \(x / width),\(1 - y / height)"
  }
}

/// A range of an axis and where it has its numbers.
struct AxisTicks {
  let range: ClosedRange<Double>
  let ticks: [Double]

  /// The least range around values, with a little room at both ends. What does not vary gets a room that
  /// suits its size.
  ///
  /// - Parameters:
  ///   - count: The largest number of ticks.
  ///   - clearance: The share of the range at each end that stays without a tick.
  init(around values: ClosedRange<Double>, count: Int, clearance: Double = 0) {
    let length = values.upperBound - values.lowerBound
    let size = max(abs(values.lowerBound), abs(values.upperBound))
    // Less than this cannot be told from rounding.
    let room = length > 1e-12 * size ? 0.04 * length : size > 0 ? 0.1 * size : 1
    self.init(
      values.lowerBound - room...values.upperBound + room, count: count, clearance: clearance)
  }

  init(_ range: ClosedRange<Double>, ticks: [Double]) {
    self.range = range
    self.ticks = ticks
  }

  init(_ range: ClosedRange<Double>, count: Int, clearance: Double = 0) {
    self.range = range
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else {
      ticks = []
      return
    }
    let magnitude = pow(10, (log10(length / Double(count))).rounded(.down))
    let step = [1, 2, 5, 10, 20].map { $0 * magnitude }.first { length / $0 <= Double(count) }
    guard let step, step > 0, step.isFinite else {
      ticks = []
      return
    }
    let (first, last) = (
      ((range.lowerBound + clearance * length) / step).rounded(.up),
      ((range.upperBound - clearance * length) / step).rounded(.down)
    )
    // Farther from 0, neighbouring numbers are more than a step apart.
    guard first <= last, max(abs(first), abs(last)) < 1e15 else {
      ticks = []
      return
    }
    ticks = (Int(first)...Int(last)).map { Double($0) * step }
  }

  /// gnuplot's commands for an axis called `x`, `y` or `z`.
  func commands(_ axis: String, labelled: Bool = true) -> String {
    let list = zip(labels, ticks).map { "'\(labelled ? $0 : "")' \($1)" }.joined(separator: ", ")
    return """
      set \(axis)range [\(range.lowerBound):\(range.upperBound)]
      set \(axis)tics nomirror out scale 0.5 textcolor '#333333' (\(list))

      """
  }

  /// The numbers at the ticks.
  var labels: [String] { ticks.map { String(format: "%.10g", $0) } }
}
