import Yams

/// A part of a document in YAML, or JSON, which is YAML as well. It knows where it stands, so that
/// whatever is wrong with it can be said with its place.
package struct YAMLNode {
  package let node: Node
  package let place: YAMLPlace

  package init(_ node: Node, path: String) {
    self.node = node
    place = YAMLPlace(path: path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// The only document of a text.
  ///
  /// - Parameters:
  ///   - path: what messages call the file.
  ///   - kind: what the text should be, for the message where it is not.
  package init(parsing text: String, path: String, as kind: String = "YAML") throws(YAMLError) {
    do throws(YAMLDocument.Problem) {
      self.init(try YAMLDocument.parse(text, as: kind), path: path)
    } catch {
      throw YAMLError(
        place: YAMLPlace(path: path, line: error.line, column: error.column),
        message: error.message)
    }
  }

  /// The only document of a file.
  ///
  /// - Parameters:
  ///   - path: what messages call the file.
  ///   - kind: what the text should be, for the message where it is not.
  /// - Throws: ``YAMLError``; `PlainFile.Failure.system` where the system does not let it be read.
  package init(reading file: String, shownAs path: String, as kind: String = "YAML") throws {
    let text: String
    do throws(PlainFile.Failure) {
      text = try PlainFile.text(of: file, limit: YAMLDocument.largestFile)
    } catch .system(let code) {
      throw PlainFile.Failure.system(code: code)
    } catch {
      throw YAMLError(place: YAMLPlace(path: path, line: 1, column: 1), message: error.reason)
    }
    self = try YAMLNode(parsing: text, path: path, as: kind)
  }

  /// The text of a scalar, or nil for lists and mappings.
  package var scalar: String? { node.scalar?.string }

  package var isNull: Bool { node.null != nil }

  /// The parts of a list, or nil where this is none.
  package var list: [YAMLNode]? {
    node.sequence?.map { YAMLNode($0, path: place.path) }
  }

  /// Names and what they stand for, in order, or nil where this is no mapping.
  package var mapping: [(name: YAMLNode, value: YAMLNode)]? {
    node.mapping?.map { (YAMLNode($0.key, path: place.path), YAMLNode($0.value, path: place.path)) }
  }

  /// Names and what they stand for, in order.
  ///
  /// - Parameter kind: what this must be, for the message where it is no mapping.
  package func mapping(
    _ kind: String
  ) throws(YAMLError) -> [(name: String, value: YAMLNode)] {
    guard let mapping else { throw error("this must be \(kind)") }
    var pairs = [(name: String, value: YAMLNode)]()
    for (key, value) in mapping {
      guard let name = key.scalar else { throw key.error("this must be a name") }
      pairs.append((name, value))
    }
    return pairs
  }

  /// What the names lead to, as far down as there is something.
  package func descendant(_ names: [String]) -> YAMLNode {
    var node = node
    for name in names {
      guard let next = node.mapping?[name] else { break }
      node = next
    }
    return YAMLNode(node, path: place.path)
  }

  package func error(_ message: String) -> YAMLError { YAMLError(place: place, message: message) }
}

/// A place in a file. Lines and columns count from 1.
package struct YAMLPlace: Sendable, Hashable {
  package let path: String
  package let line: Int
  package let column: Int

  package init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }
}

/// What is wrong at a place of a file.
package struct YAMLError: Error, CustomStringConvertible {
  package let place: YAMLPlace
  package let message: String

  package var description: String {
    let isSentence = message.hasSuffix(".") || message.hasSuffix("?")
    return "\(place.path):\(place.line):\(place.column): \(message)\(isSentence ? "" : ".")"
  }
}
