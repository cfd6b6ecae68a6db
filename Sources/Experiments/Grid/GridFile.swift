import Files
import YAML

/// A grid in YAML: a mapping from flags without their dashes to a value, a list of values, or, for
/// flags like --env-arg, a mapping from names to such.
package enum GridFile {
  /// Reads a file.
  ///
  /// - Throws: `FileError`, ``GridError``.
  package static func axes(
    reading path: String, switches: Set<String>
  ) throws -> [GridAxis] {
    do {
      return try axes(of: YAMLNode(reading: path, shownAs: path), switches: switches)
    } catch PlainFile.Failure.system(let code) {
      throw FileError(path: path, action: "read it", system: SystemError(code: code))
    } catch let error as YAMLError {
      throw GridError(error)
    }
  }

  /// - Parameter path: for errors.
  package static func axes(
    of text: String, path: String, switches: Set<String>
  ) throws(GridError) -> [GridAxis] {
    do throws(YAMLError) {
      return try axes(of: YAMLNode(parsing: text, path: path), switches: switches)
    } catch {
      throw GridError(error)
    }
  }

  private static func axes(
    of root: YAMLNode, switches: Set<String>
  ) throws(YAMLError) -> [GridAxis] {
    guard let mapping = root.mapping else {
      throw root.error("a grid is a mapping from flags to their values, such as lr: [3e-4]")
    }
    var axes = [GridAxis]()
    for (key, value) in mapping {
      let flag = (key.scalar ?? "").replacing("_", with: "-")
      let parts = value.mapping?.map { (prefix: "\($0.name.scalar ?? "")=", value: $0.value) }
      for part in parts ?? [("", value)] {
        let texts = try values(part.value)
        do throws(GridError) {
          axes.append(
            try GridAxis(flag: flag, prefix: part.prefix, values: texts, switches: switches))
        } catch {
          throw key.error(error.description)
        }
      }
    }
    return axes
  }

  private static func values(_ node: YAMLNode) throws(YAMLError) -> [String] {
    if let text = try text(node) { return [text] }
    var values = [String]()
    for part in node.list ?? [] {
      guard let text = try text(part) else { throw part.error("this must be a single value") }
      values.append(text)
    }
    guard !values.isEmpty else { throw node.error("there is no value here") }
    return values
  }

  private static func text(_ node: YAMLNode) throws(YAMLError) -> String? {
    guard let text = node.scalar else { return nil }
    guard text.utf8.count <= YAMLDocument.longestValue else {
      throw node.error(
        "a value can have \(YAMLDocument.longestValue) bytes, and not \(text.utf8.count)")
    }
    return text
  }
}

extension GridError {
  fileprivate init(_ error: YAMLError) {
    let message = error.message
    self = .file(
      error.place.path, line: error.place.line,
      problem: message + (message.hasSuffix(".") ? "" : "."))
  }
}
