import Files
import Foundation

extension RunDirectory {
  /// The runs in and below a folder, in the order of their paths; the folder itself, where it is a run.
  ///
  /// - Throws: ``RunDirectoryError`` where there is none.
  public static func all(in root: URL) throws(RunDirectoryError) -> [RunDirectory] {
    guard FileManager.default.fileExists(atPath: root.filePath) else {
      throw .missing(root.filePath)
    }
    let runs = search(root, depth: 0)
    guard !runs.isEmpty else { throw .noneBelow(root.filePath) }
    return runs
  }

  /// Links and whatever lies deeper than runs do are not followed, nor are hidden folders, where runs
  /// are that have not begun.
  private static func search(_ folder: URL, depth: Int) -> [RunDirectory] {
    let run = RunDirectory(at: folder)
    // A run that lost its settings is to be seen, too.
    if [run.configuration, run.progress, run.checkpoints].contains(where: {
      FileManager.default.fileExists(atPath: $0.filePath)
    }) {
      return [run]
    }
    guard depth < 4 else { return [] }
    let names = (try? Folder.names(in: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted(by: NaturalOrder.precedes)
      .map { folder.appending(path: $0, directoryHint: .notDirectory) }
      .filter(Folder.exists)
      .flatMap { search($0, depth: depth + 1) }
  }
}
