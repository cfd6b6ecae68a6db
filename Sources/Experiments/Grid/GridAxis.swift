/// A flag of `agents train` and the values that a grid gives it.
package struct GridAxis: Sendable, Equatable {
  /// The flag without its dashes.
  package let flag: String
  /// What stands before each value where the flag sets something by name: `g=` in `--env-arg g=9.8`.
  package let prefix: String
  package let values: [String]
  /// Whether the flag stands alone, so that its values are yes and no.
  private let isSwitch: Bool

  /// - Parameters:
  ///   - values: of which `0..9` stands for ten.
  ///   - switches: the flags that take no value.
  package init(
    flag: String, prefix: String = "", values: [String], switches: Set<String>
  ) throws(GridError) {
    self.flag = flag
    self.prefix = prefix
    isSwitch = switches.contains(flag)
    var all = [String]()
    for value in values { all += try GridText.range(value, of: flag) ?? [value] }
    if isSwitch { all = try all.map { value throws(GridError) in try Self.answer(value, flag) } }
    guard !all.isEmpty, !all.contains("") else { throw .noValue(flag) }
    self.values = all
  }

  private static func answer(_ value: String, _ flag: String) throws(GridError) -> String {
    switch value.lowercased() {
    case "yes", "true": return "yes"
    case "no", "false": return "no"
    default: throw .notYesOrNo(flag, value)
    }
  }

  /// Two axes that would set the same.
  package func isSame(as other: GridAxis) -> Bool { flag == other.flag && prefix == other.prefix }

  /// What the command line gets for a value; nothing for a switch that is off.
  func arguments(for value: String) -> [String] {
    if isSwitch { return value == "yes" ? ["--\(flag)"] : [] }
    return ["--\(flag)", prefix + value]
  }

  /// What the value adds to a run's name. Environments and algorithms speak for themselves.
  func label(for value: String) -> String {
    if isSwitch { return value == "yes" ? flag : "no-\(flag)" }
    let key =
      prefix.isEmpty ? ["env", "algo"].contains(flag) ? "" : flag : String(prefix.dropLast())
    let text = key + ShortNumber.text(value)
    return String(text.map { $0.isLetter || $0.isNumber || "._+-".contains($0) ? $0 : "_" })
  }

  /// The axis as a grid's command line has it.
  package var commandLine: [String] {
    let list = values.map { $0.replacing(",", with: "\\,") }.joined(separator: ",")
    return ["--\(flag)", prefix + list]
  }
}
