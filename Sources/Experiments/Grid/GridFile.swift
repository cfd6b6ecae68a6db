import Environments
import Files
import Yams

/// A grid in YAML: a mapping from flags without their dashes to a value, a list of values, or, for
/// flags like --env-arg, a mapping from names to such.
package enum GridFile {
  /// Reads a file.
  ///
  /// - Throws: `FileError`, ``GridError``.
  package static func axes(
    reading path: String, switches: Set<String>
  ) throws -> [GridAxis] {
    let text: String
    do throws(PlainFile.Failure) {
      text = try PlainFile.text(of: path, limit: YAMLDocument.largestFile)
    } catch .system(let code) {
      throw FileError(path: path, action: "read it", system: SystemError(code: code))
    } catch {
      throw GridError.file(path, line: 1, problem: error.reason + ".")
    }
    return try axes(of: text, path: path, switches: switches)
  }

  /// - Parameter path: for errors.
  package static func axes(
    of text: String, path: String, switches: Set<String>
  ) throws(GridError) -> [GridAxis] {
    let root = try parse(text, path: path)
    guard let mapping = root.mapping else {
      throw error(root, path, "a grid is a mapping from flags to their values, such as lr: [3e-4]")
    }
    var axes = [GridAxis]()
    for (key, value) in mapping {
      let flag = (key.string ?? "").replacing("_", with: "-")
      do throws(GridError) {
        if let names = value.mapping {
          for (name, value) in names {
            axes.append(
              try GridAxis(
                flag: flag, prefix: "\(name.string ?? "")=", values: values(value, path),
                switches: switches))
          }
        } else {
          axes.append(try GridAxis(flag: flag, values: values(value, path), switches: switches))
        }
      } catch {
        if case .file = error { throw error }
        throw self.error(key, path, error.description)
      }
    }
    return axes
  }

  private static func values(_ node: Node, _ path: String) throws(GridError) -> [String] {
    if let text = try text(node, path) { return [text] }
    var values = [String]()
    for part in node.sequence ?? [] {
      guard let text = try text(part, path) else {
        throw error(part, path, "this must be a single value")
      }
      values.append(text)
    }
    guard !values.isEmpty else { throw error(node, path, "there is no value here") }
    return values
  }

  private static func text(_ node: Node, _ path: String) throws(GridError) -> String? {
    guard let text = node.scalar?.string else { return nil }
    guard text.utf8.count <= YAMLDocument.longestValue else {
      throw error(
        node, path,
        "a value can have \(YAMLDocument.longestValue) bytes, and not \(text.utf8.count)")
    }
    return text
  }

  private static func parse(_ text: String, path: String) throws(GridError) -> Node {
    do throws(YAMLDocument.Problem) { return try YAMLDocument.parse(text) } catch {
      throw .file(path, line: error.line, problem: error.message + ".")
    }
  }

  private static func error(_ node: Node, _ path: String, _ problem: String) -> GridError {
    .file(path, line: node.mark?.line ?? 1, problem: problem + (problem.hasSuffix(".") ? "" : "."))
  }
}
