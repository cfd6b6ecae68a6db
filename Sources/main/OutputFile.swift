import Foundation

/// A file that a command is to write.
enum OutputFile {
  /// Finds out, before any work, that a file can be written.
  ///
  /// - Throws: ``OutputFileError``.
  static func prepare(_ path: String, force: Bool) throws(OutputFileError) -> URL {
    let url = URL(filePath: path).absoluteURL
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(
      atPath: url.filePath, isDirectory: &isFolder)
    if exists && isFolder.boolValue { throw .isFolder(path) }
    if exists && !force { throw .exists(path) }
    let folder = url.deletingLastPathComponent().filePath
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .folderNotWritable(path, folder: folder)
    }
    return url
  }
}

/// Why a file cannot be written, in the words of the command line.
enum OutputFileError: Error, CustomStringConvertible {
  case exists(String)
  case isFolder(String)
  case folderNotWritable(String, folder: String)

  var description: String {
    switch self {
    case .exists(let path):
      "\(path): there is such a file already. Name another, or add --force to replace it."
    case .isFolder(let path): "\(path): this is a folder. Name a file."
    case .folderNotWritable(let path, let folder):
      "\(path): the folder \(folder) does not exist or cannot be written to. Name another."
    }
  }
}
