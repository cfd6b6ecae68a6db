import Files
import Foundation

/// The files of a run that somebody else may have put there.
enum RunFile {
  /// The contents of a file. What is no file but waits for somebody to write, as a named pipe does, is
  /// refused.
  static func contents(of url: URL) throws(FileError) -> Data {
    var status = stat()
    if unsafe stat(url.filePath, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileError(
        path: url.filePath, action: "read it", system: SystemError(code: isFolder ? EISDIR : EINVAL)
      )
    }
    return try Data(reading: url)
  }
}
