import Foundation

extension FolderLock {
  /// Runs `body` while no other process that comes here does so for the same folder, after waiting for
  /// its turn.
  ///
  /// - Throws: what `body` throws; ``FileError`` where the folder cannot be opened.
  package static func waiting<Result>(
    for url: URL, _ body: () throws -> Result
  ) throws -> Result {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: url.filePath, action: "open this folder", system: .latest)
    }
    defer { close(descriptor) }
    // Some file systems have no locks; that is no reason to do nothing at all.
    while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    return try body()
  }
}
