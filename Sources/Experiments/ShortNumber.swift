import Foundation

/// Numbers in their shortest form, for names and labels.
package enum ShortNumber {
  /// `0.001` and `2000000`, not `1e-3` or `2e6`; powers of ten only where the number is tiny or huge.
  package static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The text of a number in its shortest form, and any other text as it is.
  package static func text(_ text: String) -> String {
    guard let value = Double(text), value.isFinite, text.contains(where: \.isNumber) else {
      return text
    }
    return Int(text) == nil ? self.text(value) : text
  }
}
