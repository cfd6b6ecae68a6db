import Foundation
import Storage

/// What `best-of-runs.json` holds: for each problem that the runs of a folder were trained for, the
/// policy that did best.
package struct BestOfRuns<Problem: Codable & Equatable>: Codable {
  /// The best policy for a problem.
  package struct Entry: Codable {
    package let environment: Problem
    /// Its file, as a path from the folder.
    package let policy: String
    package let meanReturn: Double
    /// How many episodes the mean is taken of.
    package let episodes: Int
    package let update: Int
    package let steps: Int

    package init(
      environment: Problem, policy: String, meanReturn: Double, episodes: Int, update: Int,
      steps: Int
    ) {
      self.environment = environment
      self.policy = policy
      self.meanReturn = meanReturn
      self.episodes = episodes
      self.update = update
      self.steps = steps
    }
  }

  package private(set) var best: [Entry] = []

  package static func file(in root: URL) -> URL { root.appending(path: "best-of-runs.json") }

  /// Reads the file of a folder; nothing where there is none.
  ///
  /// - Throws: `FileError`, `DecodingError`.
  package init(in root: URL) throws {
    let url = Self.file(in: root)
    guard FileManager.default.fileExists(atPath: url.filePath) else { return }
    self = try JSONDecoder().decode(Self.self, from: Data(reading: url))
  }

  /// Puts a policy down as the best for its problem, if it is better than what is there. Several
  /// processes may do this at once.
  ///
  /// - Parameters:
  ///   - patience: how long it waits for others that are at work in the folder.
  ///   - canonical: gives the one form of a problem that can be written in several.
  /// - Returns: whether it is the best now.
  /// - Throws: `FileError`, `DecodingError`; the file then stays as it was.
  package static func submit(
    _ entry: Entry, in root: URL, patience: Duration = .seconds(2),
    canonical: (Problem) -> Problem = { $0 }
  ) throws -> Bool {
    try FolderLock.waiting(for: root, patience: patience) {
      var file = try Self(in: root)
      guard file.replace(by: entry, in: root, canonical) else { return false }
      try AtomicFile.write(
        Data((try CheckpointFormat.encode(file) + "\n").utf8), to: Self.file(in: root))
      return true
    }
  }

  private mutating func replace(
    by entry: Entry, in root: URL, _ canonical: (Problem) -> Problem
  ) -> Bool {
    let problem = canonical(entry.environment)
    guard let index = best.firstIndex(where: { canonical($0.environment) == problem }) else {
      best.append(entry)
      return true
    }
    let old = best[index]
    // The best of a run that somebody removed is best no longer.
    let isThere = FileManager.default.fileExists(atPath: root.appending(path: old.policy).filePath)
    guard !isThere || old.policy == entry.policy || old.meanReturn < entry.meanReturn else {
      return false
    }
    best[index] = entry
    return true
  }
}
