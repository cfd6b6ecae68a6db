import Files
import Foundation

/// A CSV file with one row for each logged update; the first column is `update`.
///
/// What is appended reaches the operating system in one piece, so a process that is killed leaves at
/// most one incomplete line, the last. A log that is continued after a stop ends byte for byte as one that was
/// never interrupted: give it only what the seed decides, and the rest a log of its own.
package final class ProgressLog {
  private var file: AppendingFile
  private let url: URL
  private var path: String { url.filePath }
  /// The columns after `update`; nil until the first row names them.
  private var columns: [String]?

  /// Starts a new log; there must be no file at `url` yet.
  package init(creating url: URL) throws(FileError) {
    self.url = url
    file = try AppendingFile(creating: url)
  }

  /// Continues the log at `url` after the given update: later rows are removed, and so is an
  /// incomplete last line. A log that is not there is started anew.
  ///
  /// - Throws: ``ProgressLogError`` if the file is not such a log, ``FileError`` if it cannot be read
  ///   or written.
  package init(continuing url: URL, afterUpdate update: Int) throws {
    self.url = url
    guard FileManager.default.fileExists(atPath: url.filePath) else {
      file = try AppendingFile(creating: url)
      return
    }
    let old = try Data(reading: url)
    // Nothing that came before the first update is to be kept, and a power cut may have left anything.
    let kept =
      try update == 0
      ? (text: Data(), columns: nil) : ProgressText(old, path: url.filePath).upTo(update: update)
    if kept.text != old { try AtomicFile.write(kept.text, to: url) }
    columns = kept.columns
    file = try AppendingFile(continuing: url)
  }

  /// What a row holds besides the update, by column.
  package typealias Row = [(name: String, value: ProgressValue)]

  /// Appends the row of one update. Every row names the same columns in the same order. Where the log was
  /// begun by a version that knew fewer of them, its rows get empty fields for the others first.
  ///
  /// - Throws: ``ProgressLogError`` if the columns are not those of the file, ``FileError`` if it
  ///   cannot be written; it then ends with the row before.
  package func append(update: Int, _ row: Row) throws {
    try append(CollectionOfOne((update, row)))
  }

  /// Appends the rows of several updates at once.
  package func append(_ rows: some Collection<(Int, Row)>) throws {
    var text = ""
    if let (_, row) = rows.first { try insertColumns(row.map(\.name)) }
    var columns = columns
    for (update, row) in rows {
      if let columns {
        guard columns.elementsEqual(row, by: { $0 == $1.name }) else {
          throw ProgressLogError.otherColumns(path, inFile: columns, inRow: row.map(\.name))
        }
      } else {
        let names = row.map(\.name)
        precondition(
          names.allSatisfy(ProgressText.isName), "a column's name needs no quotes in CSV")
        text += ProgressText.header(names)
        columns = names
      }
      text += ProgressText.line(update: update, row.lazy.map(\.value))
    }
    try file.append(Data(text.utf8))
    self.columns = columns
  }

  /// Puts columns that the file lacks between those that it has, if `names` has all of these in their
  /// order.
  private func insertColumns(_ names: [String]) throws {
    guard let columns, columns.count < names.count else { return }
    var rest = columns[...]
    for name in names where rest.first == name { rest.removeFirst() }
    guard rest.isEmpty else { return }
    let text = try ProgressText(Data(reading: url), path: path)
    try AtomicFile.write(text.insertingColumns(names), to: url)
    file = try AppendingFile(continuing: url)
    self.columns = names
  }

  /// Waits until the rows are on the disk. Called before a checkpoint is saved, it makes sure that
  /// whoever resumes from that checkpoint finds the rows before it, even after a power cut.
  package func synchronize() throws(FileError) { try file.synchronize() }
}
