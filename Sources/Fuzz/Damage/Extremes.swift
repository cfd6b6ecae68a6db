import Tensors

/// Values that programs trip over.
enum Extremes {
  /// Numbers as texts, as they stand in a file or on a command line.
  static let numbers = [
    "0", "-0", "-1", "1", "2", "-2147483648", "2147483647", "2147483648", "4294967295",
    "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "1e9", "1000000000",
    "1e12", "1000000000000", "1e18", "1e19", "1e38", "1e39", "1e300", "1e308", "1e309", "-1e309",
    "1e-320", "1e-400", "0.5", "-0.5", "0.1", "1.0000000001", "nan", "-nan", "inf", "-inf",
    ".nan", ".inf", "-.inf", "NaN", "Infinity", "0x7f", "1_000", "1e", "١٢", "½", "+1", " 1", "1 ",
  ]

  /// Counts that a file claims.
  static let counts: [Int64] = [
    -1, 0, 1, .max, .min, .max - 1, 1 << 31, 1 << 32, (1 << 31) - 1, 1_000_000_000,
    1_000_000_000_000, -1_000_000, 1 << 53,
  ]

  /// What a field of floating-point numbers holds where something went wrong.
  static let doubles: [Double] = [
    .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude, -1, 0, 1e30, -1e30, 1e300, 1e9, 2e9, 9.3e18, -0.0, 0.5,
  ]

  /// Texts that reach a terminal, a shell, gnuplot or a path.
  static let texts = [
    "", " ", "\n", "a\n!touch \(Scratch.marker)\n", "'\n!touch \(Scratch.marker)\n'",
    "\"\n!touch \(Scratch.marker)\n\"", "`touch \(Scratch.marker)`", "$(touch \(Scratch.marker))",
    "\"; system(\"touch \(Scratch.marker)\"); \"", "'.system(\"touch \(Scratch.marker)\").'",
    "'; touch \(Scratch.marker); '", "x; touch \(Scratch.marker)", "| touch \(Scratch.marker)",
    "&& touch \(Scratch.marker)", "\r!touch \(Scratch.marker)\r", "\\\n!touch \(Scratch.marker)",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[31mred", "\u{9b}31mred\u{9c}", "a\tb\u{8}\u{7f}c",
    "\u{85}\u{2028}\u{2029}x", "a\u{202e}b\u{2066}c", "\u{feff}x", "%s%n%d%99999999d",
    "{/Symbol a}^{b}_{c}@x&{y}", "{{{{", "a=b=c", "a,b,,c", "a/b", "..", ".", "~", "-", "--",
    "--help", "nan", "null", "true", "[]", "{}", "*", "é", "e\u{301}", "ﷺ", "👩‍👩‍👧‍👧", "𝔊",
    "名前", "\u{1}\u{2}\u{3}", "CON", "#x", "%", "\\", "'", "\"", "position:0", "position:-1",
    "position:9223372036854775807", "0-9999999999", "0..9999999999", "9..0", "0-", ",",
    Scratch.secretPath, "full", "fifo", "loop", "zero", "folder",
  ]

  static func number(_ chance: inout RandomStream) -> String { chance.pick(numbers) }

  static func text(_ chance: inout RandomStream) -> String {
    switch chance.integer(below: 12) {
    case 0: String(repeating: "x", count: 1 << (8 + chance.integer(below: 9)))
    case 1: String(repeating: chance.pick(texts), count: 50)
    default: chance.pick(texts)
    }
  }

  /// Either.
  static func word(_ chance: inout RandomStream) -> String {
    chance.oneIn(2) ? number(&chance) : text(&chance)
  }
}
