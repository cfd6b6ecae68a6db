import Environments
import Files
import Foundation
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
    let text: String
    do throws(PlainFile.Failure) {
      text = try PlainFile.text(
        of: url.path(percentEncoded: false), limit: YAMLDocument.largestFile)
    } catch .system(let code) {
      throw FileError(path: path, action: "read it", system: SystemError(code: code))
    } catch {
      throw SettingsFileError(path: path, line: 1, column: 1, message: error.reason)
    }
    do throws(YAMLDocument.Problem) {
      self.init(try YAMLDocument.parse(text, as: "YAML or JSON"), path: path)
    } catch {
      throw SettingsFileError(
        path: path, line: error.line, column: error.column, message: error.message)
    }
  }

  /// Names and what they stand for, in order.
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

  /// What the names lead to, as far down as there is something.
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
