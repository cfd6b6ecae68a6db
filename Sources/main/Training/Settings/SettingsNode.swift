import Foundation
import Storage
import Yams

/// A part of a file of settings, in YAML or JSON, which is YAML as well; its errors say where it stands.
struct SettingsNode {
  let node: Node
  private let path: String

  private init(_ node: Node, path: String) {
    self.node = node
    self.path = path
  }

  /// The whole of a file.
  ///
  /// - Throws: `FileError`, ``SettingsFileError``.
  init(reading url: URL) throws {
    let path = url.shortPath
    func error(_ problem: String, _ mark: Mark?) -> SettingsFileError {
      SettingsFileError(
        path: path, line: mark?.line ?? 1, column: mark?.column ?? 1,
        message: "this is not YAML or JSON: \(problem)")
    }
    guard let text = String(data: try Data(reading: url), encoding: .utf8) else {
      throw error("it is not text in UTF-8", nil)
    }
    do {
      guard let node = try Yams.compose(yaml: text) else { throw error("the file is empty", nil) }
      self.init(node, path: path)
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _), YamlError.composer(_, let problem, let mark, _)
    {
      throw error(problem, mark)
    } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
      throw error("\(duplicates.joined(separator: ", ")) is there twice", context.mark)
    } catch let other as YamlError {
      throw error("\(other)", nil)
    }
  }

  /// Names and what stands behind them, in order.
  func mapping(_ kind: String) throws(SettingsFileError) -> [(name: String, value: SettingsNode)] {
    guard let mapping = node.mapping else { throw error("this must be \(kind)") }
    var pairs = [(name: String, value: SettingsNode)]()
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw SettingsNode(key, path: path).error("this must be a name")
      }
      pairs.append((name, SettingsNode(value, path: path)))
    }
    return pairs
  }

  /// What stands behind the names, as far down as there is something.
  func descendant(_ names: [String]) -> SettingsNode {
    var node = node
    for name in names {
      guard let next = node.mapping?[name] else { break }
      node = next
    }
    return SettingsNode(node, path: path)
  }

  var isNull: Bool { node.null != nil }

  func error(_ message: String) -> SettingsFileError {
    SettingsFileError(
      path: path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
  }
}
