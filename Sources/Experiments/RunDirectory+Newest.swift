import Files
import Foundation

extension RunDirectory {
  /// The run under `root` that saved a checkpoint last, and that checkpoint.
  ///
  /// - Throws: ``RunDirectoryError/noRuns(_:)`` where no run has one.
  public static func newest(in root: URL) throws -> (run: RunDirectory, checkpoint: Checkpoint) {
    var newest: (run: RunDirectory, checkpoint: Checkpoint, saved: timespec)?
    for family in folders(in: root) {
      for folder in folders(in: family) {
        guard let run = try? RunDirectory.open(folder),
          let checkpoint = try? run.newestCheckpoint(),
          let saved = modificationTime(of: checkpoint.url)
        else { continue }
        if let best = newest, !(best.saved < saved) { continue }
        newest = (run, checkpoint, saved)
      }
    }
    guard let newest else { throw RunDirectoryError.noRuns(root.filePath) }
    return (newest.run, newest.checkpoint)
  }

  /// In the order of their names, so that of equally new runs the first is taken.
  private static func folders(in url: URL) -> [URL] {
    let names = (try? Folder.names(in: url)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { url.appending(path: $0) }.filter(
      Folder.exists)
  }

  private static func modificationTime(of url: URL) -> timespec? {
    var status = stat()
    return unsafe stat(url.filePath, &status) == 0 ? status.st_mtim : nil
  }
}

extension timespec {
  fileprivate static func < (left: timespec, right: timespec) -> Bool {
    (left.tv_sec, left.tv_nsec) < (right.tv_sec, right.tv_nsec)
  }
}
