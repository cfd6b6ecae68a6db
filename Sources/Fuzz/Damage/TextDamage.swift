import Foundation
import Tensors

/// Damage to texts in YAML that no tree can hold.
enum TextDamage {
  /// Changes a YAML text, and says how.
  static func apply(to data: inout Data, _ chance: inout RandomStream) -> String {
    let text = String(decoding: data, as: UTF8.self)
    switch chance.integer(below: 9) {
    case 0:
      data = Data(
        (aliasBomb + chance.pick(["? *a9\n: 1\n", "bomb: *a9\n", "<<: *a9\n"]) + text).utf8)
      return "aliases that grow to a billion items"
    case 1:
      data = Data((chance.pick(["&a\n", "--- &a [*a]\n", "x: &x {y: *x}\n"]) + text).utf8)
      return "an alias within what it names"
    case 2:
      let tag = chance.pick([
        "!!binary ", "!!int ", "!!set ", "!touch ", "!<tag:x> ", "!!python/x ",
      ])
      data = Data(text.replacingOccurrences(of: ": ", with: ": \(tag)").utf8)
      return "the tag \(tag)"
    case 3:
      let head = chance.pick(["%YAML 9.9\n---\n", "---\n---\n", "\u{feff}", "\t", "...\n", "? "])
      data = Data((head + text).utf8)
      return "begins with \(Tree.quoted(head))"
    case 4:
      data = text.data(using: chance.oneIn(2) ? .utf16 : .utf32) ?? data
      return "in another encoding"
    case 5:
      data = Data(text.replacingOccurrences(of: "\n", with: chance.pick(["\r\n", "\r", ""])).utf8)
      return "with other ends of lines"
    case 6:
      data = Data(String(repeating: chance.pick(["[", "{a: ", "- ", "? "]), count: 20_000).utf8)
      return "20000 levels deep"
    case 7:
      data = Data((String(repeating: "x", count: 1_000_000) + ": 1\n" + text).utf8)
      return "a key of a megabyte"
    default:
      return ByteDamage.apply(to: &data, &chance)
    }
  }

  private static let aliasBomb =
    "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + (1...9).map { level in
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      return "a\(level): &a\(level) [\(items)]\n"
    }.joined()
}
