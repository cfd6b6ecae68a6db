/// Why a file cannot be continued as the log of a run.
package enum ProgressLogError: Error, Equatable, CustomStringConvertible {
  /// The file begins with something other than the names of columns.
  case notALog(String)
  /// A line is not a row of as many fields as there are columns.
  case damaged(String, line: Int)
  case otherColumns(String, inFile: [String], inRow: [String])

  package var description: String {
    switch self {
    case .notALog(let path):
      """
      \(path): this is not the progress log of a run, because its first line does not begin with \
      '\(ProgressText.key)'. Move it out of the way; a new one is then started.
      """
    case .damaged(let path, let line):
      """
      \(path): line \(line) is not a row of this log. Restore the file, or move it out of the way; \
      a new one is then started.
      """
    case .otherColumns(let path, let inFile, let inRow):
      """
      \(path): the columns of this log are \(inFile.joined(separator: ", ")), and not \
      \(inRow.joined(separator: ", ")). It was begun with other settings or by another version: \
      resume with those, or move it out of the way to start a new one.
      """
    }
  }
}
