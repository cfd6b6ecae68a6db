import YAML

/// A mapping of a task file with a fixed set of keys.
struct TaskMapping {
  let place: YAMLPlace
  private let values: [String: TaskNode]

  /// - Parameters:
  ///   - kind: What the mapping is, for the message where something else stands there.
  ///   - keys: The keys that there can be.
  init(_ node: TaskNode, _ kind: String, keys: [String]) throws(TaskError) {
    place = node.place
    var values = [String: TaskNode]()
    for (name, value) in try node.mapping(kind) {
      guard keys.contains(name.text) else {
        throw name.place.unknown(name.text, "key", existing: keys)
      }
      values[name.text] = value
    }
    self.values = values
  }

  subscript(key: String) -> TaskNode? { values[key] }

  func required(_ key: String) throws(TaskError) -> TaskNode {
    guard let node = values[key] else { throw place.error("the key '\(key)' is missing here") }
    return node
  }

  /// The one of some keys that is there.
  func onlyKey<Key: RawRepresentable & CaseIterable>(
    of type: Key.Type
  ) throws(TaskError) -> (key: Key, value: TaskNode) where Key.RawValue == String {
    let found = Key.allCases.filter { values[$0.rawValue] != nil }
    guard let key = found.first, let value = values[key.rawValue], found.count == 1 else {
      let all = Key.allCases.map(\.rawValue).joined(separator: ", ")
      let names = found.map(\.rawValue).joined(separator: " and ")
      throw place.error(
        found.isEmpty ? "name one of \(all) here" : "only one of \(names) can stand here")
    }
    return (key, value)
  }

  /// Throws where a key stands that has no meaning beside another.
  func allow<Key: RawRepresentable>(
    _ key: String, onlyBeside keys: [Key], of found: Key
  ) throws(TaskError) where Key: Equatable, Key.RawValue == String {
    guard let node = values[key], !keys.contains(found) else { return }
    throw node.place.error(
      "\(key) has no meaning for \(found.rawValue), only for "
        + keys.map(\.rawValue).joined(separator: ", "))
  }
}
