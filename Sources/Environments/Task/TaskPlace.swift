import YAML

/// Messages about what stands somewhere in a task file.
extension YAMLPlace {
  func error(_ message: String) -> TaskError {
    .malformed(path: path, line: line, column: column, message: message)
  }

  /// An error that says what there is instead of `name`, and what was probably meant.
  func unknown(_ name: String, _ what: String, existing: [String]) -> TaskError {
    let nearest =
      NearestNames.search(name, in: existing).first.map { "; did you mean \($0)?" } ?? "."
    let list = existing.isEmpty ? "There is none" : "There is \(NearestNames.list(existing))"
    return error("there is no \(what) '\(YAMLDocument.excerpt(name))'\(nearest) \(list)")
  }
}

/// A name of something in the model, and where it is called so.
struct TaskName: Sendable {
  let text: String
  let place: YAMLPlace
}
