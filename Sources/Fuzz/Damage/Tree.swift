import Yams

/// What stands in a JSON or YAML file: mappings with keys that may repeat, and scalars as they are
/// written, so that what is no value at all can be written, too.
indirect enum Tree {
  case scalar(String)
  case list([Tree])
  case map([(key: String, value: Tree)])

  /// A text between quotes.
  static func text(_ text: String) -> Tree { .scalar(quoted(text)) }

  /// JSON's form, which YAML reads as well.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// - Parameter text: JSON or YAML.
  init?(parsing text: String) {
    guard let node = try? Yams.compose(yaml: text) else { return nil }
    self.init(node)
  }

  private init(_ node: Node) {
    switch node {
    case .scalar(let scalar):
      self = scalar.style == .plain ? .scalar(scalar.string) : .text(scalar.string)
    case .sequence(let list): self = .list(list.map(Tree.init))
    case .mapping(let pairs):
      self = .map(pairs.map { (key: $0.key.string ?? "", value: Tree($0.value)) })
    case .alias: self = .scalar("null")
    }
  }

  /// In JSON's form.
  var json: String {
    switch self {
    case .scalar(let text): text
    case .list(let items): "[" + items.map(\.json).joined(separator: ", ") + "]"
    case .map(let pairs):
      "{" + pairs.map { "\(Self.quoted($0.key)): \($0.value.json)" }.joined(separator: ", ") + "}"
    }
  }

  /// In the form that people write YAML in: its outer levels in lines, the inner ones in JSON's form.
  var yaml: String { yaml(depth: 0) }

  private func yaml(depth: Int) -> String {
    let margin = String(repeating: "  ", count: depth)
    switch self {
    case .map(let pairs) where depth < 3 && !pairs.isEmpty:
      return pairs.map { pair in
        let isWord = !pair.key.isEmpty && pair.key.allSatisfy { $0.isLetter || "-_".contains($0) }
        let key = isWord ? pair.key : Self.quoted(pair.key)
        return "\(margin)\(key):\(pair.value.afterColon(depth))"
      }.joined()
    case .list(let items) where depth < 3 && !items.isEmpty:
      return items.map { "\(margin)- \($0.json)\n" }.joined()
    default:
      return "\(margin)\(json)\n"
    }
  }

  private func afterColon(_ depth: Int) -> String {
    switch self {
    case .map(let pairs) where depth < 2 && !pairs.isEmpty: "\n" + yaml(depth: depth + 1)
    case .list(let items) where depth < 2 && !items.isEmpty: "\n" + yaml(depth: depth + 1)
    default: " \(json)\n"
    }
  }

  /// How many nodes it has, itself among them.
  var count: Int {
    switch self {
    case .scalar: 1
    case .list(let items): items.reduce(1) { $0 + $1.count }
    case .map(let pairs): pairs.reduce(1) { $0 + $1.value.count }
    }
  }
}
