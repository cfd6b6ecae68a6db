import Foundation

extension FolderLock {
  /// Runs `body` while no other process that comes here does so for the same folder, after waiting for
  /// its turn.
  ///
  /// - Parameter patience: how long the others may take. They are done within milliseconds, unless one
  ///   of them hangs or is no program of ours.
  /// - Throws: what `body` throws; ``FileError`` where the folder cannot be opened, or is still locked
  ///   when the patience is at its end.
  package static func waiting<Result>(
    for url: URL, patience: Duration, _ body: () throws -> Result
  ) throws -> Result {
    let descriptor = unsafe open(url.filePath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: url.filePath, action: "open this folder", system: .latest)
    }
    defer { close(descriptor) }
    let end = ContinuousClock.now + patience
    while !take(descriptor, LOCK_EX) {
      guard .now < end else { throw busy(url) }
      usleep(5000)
    }
    return try body()
  }
}
