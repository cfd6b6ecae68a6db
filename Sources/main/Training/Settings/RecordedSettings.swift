import Agents
import Storage
import YAML
import Yams

/// The settings of a run as its `config.json` holds them, given back.
struct RecordedSettings {
  let configuration: TrainingConfiguration

  /// - Throws: ``YAMLError`` where a setting is missing, unknown or of another kind.
  init(_ node: YAMLNode) throws {
    do {
      configuration = try YAMLDecoder().decode(TrainingConfiguration.self, from: node.node)
    } catch let error as DecodingError {
      throw Self.explain(error, in: node)
    }
    guard let known = try Yams.compose(yaml: CheckpointFormat.encode(configuration)) else { return }
    try Self.check(node, against: known, prefix: "")
  }

  /// Whatever was understood is there when it is written again.
  private static func check(
    _ node: YAMLNode, against known: Node, prefix: String
  ) throws(YAMLError) {
    guard node.node.mapping != nil else { return }
    for (name, value) in try node.mapping("settings") where !value.isNull {
      let path = "\(prefix)\(name)"
      if let present = TrainingConfiguration.formerSettings[path] {
        guard node.node.mapping?[String(present.dropFirst(prefix.count))] == nil else {
          throw value.error("'\(path)' is an earlier word for '\(present)'; leave one out")
        }
        continue
      }
      guard let counterpart = known.mapping?[name] else {
        throw value.error("there is no setting '\(path)'")
      }
      try check(value, against: counterpart, prefix: "\(path).")
    }
  }

  private static func explain(
    _ error: DecodingError, in node: YAMLNode
  ) -> YAMLError {
    func report(_ path: [any CodingKey], _ message: (String) -> String) -> YAMLError {
      let names = path.map(\.stringValue)
      return node.descendant(names).error(message("'\(names.joined(separator: "."))'"))
    }
    switch error {
    case .keyNotFound(let key, let context):
      return report(context.codingPath + [key]) {
        "the setting \($0) is missing; a run's config.json has them all"
      }
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return report(context.codingPath) { "\($0) must be \(kind(of: type))" }
    case .dataCorrupted(let context):
      return report(context.codingPath) { "\($0) cannot be this: \(context.debugDescription)" }
    @unknown default:
      return node.error("\(error)")
    }
  }

  private static func kind(of type: any Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false"
    case is Double.Type: "a number"
    case is any FixedWidthInteger.Type: "a whole number"
    case is String.Type: "a text"
    default: "a mapping with settings"
    }
  }
}
