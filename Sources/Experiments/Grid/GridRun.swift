import Files
import Foundation

/// A run of a grid, in the past or to come.
package struct GridRun {
  private let point: Grid.Point
  private let root: URL
  /// That of the grid.
  private let folder: URL
  /// Its own name, with the seed.
  package let name: String
  /// The steps that it is to end after.
  package let totalSteps: Int

  init(point: Grid.Point, seed: UInt64, totalSteps: Int, root: URL, folder: URL) {
    self.totalSteps = totalSteps
    self.point = point
    self.root = root
    self.folder = folder
    name = "\(point.name)_s\(seed)"
  }

  package var directory: RunDirectory {
    RunDirectory(at: root.appending(path: point.name).appending(path: name))
  }

  /// What the run's processes print.
  package var output: URL { folder.appending(path: "\(name).log") }

  // MARK: What is done

  /// Holds the settings that the run came to its end with.
  private var mark: URL { folder.appending(path: "\(name).done") }
  private var settings: Data {
    Data((point.arguments.map(OutgoingText.shellWord).joined(separator: " ") + "\n").utf8)
  }

  /// Whether it has come to its end, with these settings.
  package var isDone: Bool {
    Folder.exists(directory.url) && (try? Data(contentsOf: mark)) == settings
  }

  /// The steps made, where these are as many as it is to make or more, and it was to make others.
  var stepsBeyondEnd: Int? {
    guard !isDone, let newest = try? directory.newestCheckpoint(),
      let recorded = RunRecord.configuration(in: directory.configuration),
      recorded.updateCount * recorded.rolloutSize != totalSteps
    else { return nil }
    let (made, overflow) = newest.update.multipliedReportingOverflow(by: recorded.rolloutSize)
    return !overflow && made >= totalSteps ? made : nil
  }

  func markDone() throws { try AtomicFile.write(settings, to: mark) }

  /// Whether some process is at work on it.
  var isBusy: Bool { FolderLock.isHeld(directory.url) && Folder.exists(directory.url) }

  // MARK: What is called

  /// The arguments of the program that begin the run or resume it.
  func arguments(threads: Int) -> [String] {
    let threads = ["--threads", "\(threads)"]
    guard hasCheckpoint else {
      return ["train", "--name", point.name, "--log-dir", root.shortPath]
        + point.arguments + threads
    }
    return ["train", "--resume", directory.url.shortPath] + resumeArguments
      + threads
  }

  /// The same as a line for a shell.
  ///
  /// - Parameter program: as it is to be called there.
  package func command(_ program: String, threads: Int) -> String {
    ([program] + arguments(threads: threads).map(OutgoingText.shellWord)).joined(separator: " ")
  }

  /// A resumed run leaves its checkpoints where they are.
  private var resumeArguments: [String] {
    var arguments = point.arguments
    if let index = arguments.firstIndex(of: "--save-dir") {
      arguments.removeSubrange(index..<index + 2)
    }
    return arguments
  }

  private var hasCheckpoint: Bool { (try? directory.newestCheckpoint()) != nil }

  /// Removes what a process left that was stopped before its first checkpoint, so that the run can
  /// begin anew under its name.
  func clear() throws {
    guard Folder.exists(directory.url), !hasCheckpoint else { return }
    let checkpoints = directory.url.appending(path: "checkpoints").resolvingSymlinksInPath()
    try FileManager.default.removeItem(at: directory.url)
    // Where they have a place of their own; it is empty.
    unsafe rmdir(checkpoints.filePath)
  }
}
