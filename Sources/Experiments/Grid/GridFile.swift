import Yams

/// A grid in YAML: a mapping from flags without their dashes to a value, a list of values, or, for
/// flags like --env-arg, a mapping from names to such.
package enum GridFile {
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
    if let text = node.scalar?.string { return [text] }
    var values = [String]()
    for part in node.sequence ?? [] {
      guard let text = part.scalar?.string else {
        throw error(part, path, "this must be a single value")
      }
      values.append(text)
    }
    guard !values.isEmpty else { throw error(node, path, "there is no value here") }
    return values
  }

  private static func parse(_ text: String, path: String) throws(GridError) -> Node {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw GridError.file(path, line: 1, problem: "the file is empty.")
      }
      return node
    } catch let error as GridError {
      throw error
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _), YamlError.composer(_, let problem, let mark, _)
    {
      throw .file(path, line: mark.line, problem: "this is not YAML: \(problem).")
    } catch {
      throw .file(path, line: 1, problem: "this is not YAML: \(error)")
    }
  }

  private static func error(_ node: Node, _ path: String, _ problem: String) -> GridError {
    .file(path, line: node.mark?.line ?? 1, problem: problem + (problem.hasSuffix(".") ? "" : "."))
  }
}
