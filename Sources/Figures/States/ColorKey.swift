import Evaluate
import Experiments
import Foundation

/// What the colours of trajectories mean, and how a number becomes a colour.
enum ColorKey: Equatable {
  /// A bar from the least to the largest number.
  case bar(label: String, range: ClosedRange<Double>)
  /// A wheel, for angles in radians.
  case wheel(label: String)
  /// A line of the legend for each of a few whole numbers.
  case classes(label: String, values: [Int])

  /// Chooses the key for a series by its numbers.
  ///
  /// - Parameter isDiscrete: whether the numbers may be names of things, where they are few and whole.
  init(label: String, values: [Double], isAngle: Bool, isDiscrete: Bool) {
    if isAngle {
      self = .wheel(label: label)
    } else if isDiscrete, let classes = Self.classes(among: values) {
      self = .classes(label: label, values: classes)
    } else {
      self = .bar(label: label, range: (values.min() ?? 0)...(values.max() ?? 1))
    }
  }

  /// The different numbers, where all are whole and there is a colour for each. Those that begin at 0
  /// are filled up, so that the third of four actions has its colour in every picture.
  private static func classes(among values: [Double]) -> [Int]? {
    let most = GnuplotText.classColors.count
    var found = Set<Int>()
    for value in values {
      guard let whole = Int(exactly: value) else { return nil }
      if found.insert(whole).inserted, found.count > most { return nil }
    }
    guard let last = found.max(), let first = found.min() else { return nil }
    return first >= 0 && last < most ? Array(0...last) : found.sorted()
  }

  /// The number that the palette takes for a value.
  func paletteValue(_ value: Double) -> Double {
    switch self {
    case .bar: return value
    case .wheel:
      let turns = value / (2 * .pi)
      return turns - turns.rounded(.down)
    case .classes(_, let values):
      // Each class has the middle of its colour's range.
      return Double(values.firstIndex { Double($0) == value } ?? 0) + 0.5
    }
  }

  /// Sets the palette and the range of its numbers.
  var palette: String {
    switch self {
    case .bar(_, let range):
      let isConstant = range.lowerBound == range.upperBound
      return """
        \(GnuplotText.viridis)
        set cbrange [\(range.lowerBound):\(isConstant ? range.lowerBound + 1 : range.upperBound)]

        """
    case .wheel: return "\(GnuplotText.circular)\nset cbrange [0:1]\n"
    case .classes(_, let values):
      return """
        \(GnuplotText.classes(Array(GnuplotText.classColors.prefix(values.count))))
        set cbrange [0:\(values.count)]

        """
    }
  }

  /// Layers that draw nothing and stand in the legend.
  var legend: [String] {
    guard case .classes(let label, let values) = self else { return [] }
    return zip(values, GnuplotText.classColors).map { value, color in
      "NaN with points pointtype 7 pointsize 0.8 linecolor '\(color)' "
        + "title \(GnuplotText.quote("\(label) = \(value)"))"
    }
  }
}
