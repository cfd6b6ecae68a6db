import Files
import Foundation

/// The numbers in a ``ProgressLog``, column by column. The run may be writing it at the same time.
package struct ProgressTable: Sendable {
  /// The names of the columns.
  package let names: [String]
  private let bytes: [UInt8]
  /// The complete lines after the first.
  private let lines: [Range<Int>]

  /// - Throws: `FileError`.
  package init(reading url: URL) throws(FileError) {
    self.init([UInt8](try RunFile.contents(of: url)))
  }

  /// The names of the columns and the last rows, however long the file is; nil where it cannot be read.
  package init?(endOf url: URL) {
    let part = 8192
    guard let file = try? FileHandle(forReadingFrom: url),
      let end = try? file.seekToEnd(), (try? file.seek(toOffset: 0)) != nil,
      let head = try? file.read(upToCount: part)
    else { return nil }
    guard end > part else {
      self.init([UInt8](head))
      return
    }
    guard (try? file.seek(toOffset: end - UInt64(part))) != nil,
      let tail = try? file.readToEnd(), let line = tail.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    self.init([UInt8](head.prefix { $0 != UInt8(ascii: "\n") } + tail[line...]))
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var lines = [Range<Int>]()
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(start..<index)
      start = index + 1
    }
    let header = lines.isEmpty ? 0..<0 : lines.removeFirst()
    names = String(decoding: bytes[header], as: UTF8.self).split(separator: ",").map(String.init)
    self.lines = lines
  }

  /// The number of rows.
  package var count: Int { lines.count }

  /// The values of a column, not a number where a field is empty; nil where there is no such column.
  package subscript(name: String) -> [Double]? {
    names.firstIndex(of: name).map { column in lines.map { value(at: column, in: $0) } }
  }

  /// The value of a column in the last row, if there is one.
  package func last(_ name: String) -> Double? {
    guard let column = names.firstIndex(of: name), let line = lines.last else { return nil }
    let value = value(at: column, in: line)
    return value.isNaN ? nil : value
  }

  private func value(at column: Int, in line: Range<Int>) -> Double {
    var rest = bytes[line]
    for _ in 0..<column {
      guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return .nan }
      rest = rest[(comma + 1)...]
    }
    return Double(String(decoding: rest.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self)) ?? .nan
  }
}
