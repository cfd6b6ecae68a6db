import Foundation

/// The text of a ``ProgressLog``: lines of fields with commas between them.
struct ProgressText {
  /// The name of the first column.
  static let key = "update"
  private static let lineEnd = UInt8(ascii: "\n")

  private let path: String
  /// The complete lines, without their ends, the names of the columns first.
  private let lines: [Data]

  /// - Throws: ``ProgressLogError`` if the text is not that of a log.
  init(_ text: Data, path: String) throws(ProgressLogError) {
    self.path = path
    // What follows the last end of a line is a row that was not finished.
    lines = text.split(separator: Self.lineEnd, omittingEmptySubsequences: false).dropLast()
    let beginning = Data(Self.key.utf8).prefix(text.count)
    guard text.starts(with: beginning) else { throw .notALog(path) }
  }

  /// The part of the text up to and with the row of an update, and the columns after the first. What
  /// follows is not looked at: a power cut may have left anything there.
  func upTo(update last: Int) throws(ProgressLogError) -> (text: Data, columns: [String]?) {
    guard let header = lines.first else { return (Data(), nil) }
    let columns = Self.fields(header)
    guard columns[0] == Self.key else { throw .notALog(path) }
    var text = header + [Self.lineEnd]
    var latest = 0
    for (index, line) in lines.enumerated().dropFirst() where latest < last {
      let fields = Self.fields(line)
      guard fields.count == columns.count, let update = Int(fields[0]) else {
        throw .damaged(path, line: index + 1)
      }
      latest = update
      if update <= last { text += line + [Self.lineEnd] }
    }
    return (text, Array(columns.dropFirst()))
  }

  /// The text with columns inserted so that it has these; its own are among them, in their order.
  ///
  /// - Throws: ``ProgressLogError`` if a line is not a row.
  func insertingColumns(_ names: [String]) throws(ProgressLogError) -> Data {
    guard let header = lines.first else { return Data(Self.header(names).utf8) }
    let old = Self.fields(header)
    let places = ([Self.key] + names).map { old.firstIndex(of: $0) }
    var text = Self.header(names)
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = Self.fields(line)
      guard fields.count == old.count else { throw .damaged(path, line: index + 1) }
      text += places.map { $0.map { fields[$0] } ?? "" }.joined(separator: ",") + "\n"
    }
    return Data(text.utf8)
  }

  static func header(_ columns: [String]) -> String {
    ([key] + columns).joined(separator: ",") + "\n"
  }

  static func line(update: Int, _ values: some Sequence<ProgressValue>) -> String {
    var line = String(update)
    for value in values {
      line += ","
      value.write(to: &line)
    }
    return line + "\n"
  }

  /// Whether a name can stand in the file as it is.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains { ",\"\n\r".utf8.contains($0) }
  }

  private static func fields(_ line: Data) -> [String] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
