import Foundation

/// What is done to folders, with errors that say what went wrong.
package enum Folder {
  /// Whether there is a folder at `url`, and not a file or nothing.
  package static func exists(_ url: URL) -> Bool {
    var status = stat()
    return unsafe stat(url.filePath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and those on the way to it, as far as they are missing.
  package static func makeIfMissing(_ url: URL) throws(FileError) {
    if try makeNew(url, orOnTheWay: true) { return }
    guard exists(url) else {
      throw FileError(
        path: url.filePath, action: "make this folder", system: SystemError(code: ENOTDIR))
    }
  }

  /// Makes a folder in an existing one; false if something of this name is there already. Of several
  /// processes that try, one gets true.
  package static func makeNew(_ url: URL) throws(FileError) -> Bool {
    try makeNew(url, orOnTheWay: false)
  }

  /// Makes a folder called `name`, or where there is something of this name already `name_2`, `name_3`
  /// and so on.
  package static func makeUnique(in url: URL, name: String) throws(FileError) -> URL {
    var attempt = 1
    while true {
      let suffix = attempt == 1 ? "" : "_\(attempt)"
      let folder = url.appending(path: name + suffix, directoryHint: .isDirectory)
      if try makeNew(folder) { return folder }
      attempt += 1
    }
  }

  /// Makes a symbolic link to `target`, by its absolute path.
  package static func link(_ url: URL, to target: URL) throws(FileError) {
    guard unsafe symlink(target.absoluteURL.filePath, url.filePath) == 0 else {
      throw FileError(path: url.filePath, action: "make this link", system: .latest)
    }
  }

  private static func makeNew(
    _ url: URL, orOnTheWay makesParents: Bool
  ) throws(FileError) -> Bool {
    if unsafe mkdir(url.filePath, 0o777) == 0 { return true }
    let system = SystemError.latest
    if system.code == EEXIST { return false }
    guard makesParents, system.code == ENOENT, url.pathComponents.count > 1 else {
      throw FileError(path: url.filePath, action: "make this folder", system: system)
    }
    try makeIfMissing(url.deletingLastPathComponent())
    return try makeNew(url)
  }

  /// The names of what is in a folder, in no order.
  package static func names(in url: URL) throws(FileError) -> [String] {
    guard let folder = unsafe opendir(url.filePath) else {
      throw FileError(path: url.filePath, action: "list this folder", system: .latest)
    }
    defer { unsafe closedir(folder) }
    var names = [String]()
    let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
    while let entry = unsafe readdir(folder) {
      let name = unsafe String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a file from the folder it is in.
  package static func remove(_ url: URL) throws(FileError) {
    guard unsafe unlink(url.filePath) == 0 else {
      throw FileError(path: url.filePath, action: "remove it", system: .latest)
    }
  }
}
