import Yams

/// A document in YAML, or JSON, which is YAML as well, read within bounds: whatever a file says, it is
/// understood or refused in a moment.
package enum YAMLDocument {
  /// The most bytes of a file that is read.
  package static let largestFile = 4 << 20
  /// The most scalars, lists and mappings.
  static let largestCount = 20_000
  /// The most lists and mappings inside one another.
  static let largestDepth = 50
  /// The most bytes of what a flag is given; a key of a mapping can have fewer.
  package static let longestValue = 10_000
  package static let longestKey = 200

  /// What is wrong with a document. Lines and columns count from 1.
  package struct Problem: Error, Equatable {
    package let line: Int
    package let column: Int
    /// What is wrong, as a sentence without its full stop.
    package let message: String

    fileprivate init(_ message: String, _ mark: Mark? = nil) {
      line = mark?.line ?? 1
      column = mark?.column ?? 1
      self.message = message
    }
  }

  /// Reads the only document of a text.
  ///
  /// - Parameter kind: what the text should be, for the message where it is not: `YAML`.
  package static func parse(_ text: String, as kind: String = "YAML") throws(Problem) -> Node {
    let root: Node
    do {
      try refuseAliases(text)
      guard let node = try Yams.compose(yaml: text) else {
        throw Problem("this is not \(kind): the file is empty")
      }
      root = node
    } catch let problem as Problem {
      throw problem
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _), YamlError.composer(_, let problem, let mark, _)
    {
      throw Problem("this is not \(kind): \(problem)", mark)
    } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
      let keys = duplicates.prefix(3).map { excerpt($0) }.joined(separator: ", ")
      throw Problem("this is not \(kind): \(keys) is there twice", context.mark)
    } catch YamlError.reader(let problem, let offset, _, _) {
      let place = offset.map { ", at byte \($0 + 1)" } ?? ""
      throw Problem("this is not \(kind): \(problem)\(place)")
    } catch {
      throw Problem("this is not \(kind): \(error)")
    }
    try check(root)
    return root
  }

  /// The beginning of a text, for messages.
  package static func excerpt(_ text: String) -> String {
    text.count > 60 ? "\(text.prefix(60))..." : text
  }

  /// Throws where a text has an alias, or is no document.
  ///
  /// An alias stands for all that its anchor names, so that ten lines of aliases of aliases are ten
  /// thousand million values as soon as somebody counts them; Yams does, where they are a key. Which
  /// asterisks are aliases the parser alone can say. Here it reads the text with one letter after each
  /// asterisk and another after each ampersand, so that no alias has the name of an anchor, and the
  /// first is found before it is followed.
  private static func refuseAliases(_ text: String) throws {
    guard text.utf8.contains(UInt8(ascii: "*")) else { return }
    var changed = [UInt8]()
    for byte in text.utf8 {
      changed.append(byte)
      if byte == UInt8(ascii: "*") { changed.append(UInt8(ascii: "a")) }
      if byte == UInt8(ascii: "&") { changed.append(UInt8(ascii: "b")) }
    }
    do {
      _ = try Yams.compose(yaml: String(decoding: changed, as: UTF8.self))
    } catch YamlError.composer(_, let problem, let mark, _) where problem.contains("alias") {
      throw Problem("an alias cannot be used here; write out what it stands for", mark)
    }
  }

  private static func check(_ root: Node) throws(Problem) {
    var count = 0
    var level = [root]
    var depth = 0
    while !level.isEmpty {
      depth += 1
      count += level.count
      guard count <= largestCount else {
        throw Problem("there are more than \(largestCount) values in this file", level[0].mark)
      }
      guard depth <= largestDepth else {
        throw Problem(
          "there are more than \(largestDepth) lists and mappings inside one another", level[0].mark
        )
      }
      var next = [Node]()
      for node in level {
        switch node {
        case .sequence(let sequence): next += sequence
        case .mapping(let mapping):
          for (key, value) in mapping {
            try check(key: key)
            next.append(value)
          }
        case .scalar, .alias: break
        }
      }
      level = next
    }
  }

  private static func check(key: Node) throws(Problem) {
    guard let text = key.scalar?.string else {
      throw Problem("a name must stand here, and not a list or a mapping", key.mark)
    }
    guard text.utf8.count <= longestKey else {
      throw Problem("a name can have \(longestKey) bytes, and not \(text.utf8.count)", key.mark)
    }
  }
}
