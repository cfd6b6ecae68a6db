import Files
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
    /// Of episodes that had no part in choosing the policy; nil where they could not be had.
    package let meanReturn: Double?
    package let standardError: Double?
    package let episodes: Int?
    package let meanLength: Double?
    package let update: Int
    package let steps: Int
    /// What runs are compared by; nil in entries of older versions.
    package let trial: TrialScore?

    package init(
      environment: Problem, policy: String, meanReturn: Double?, standardError: Double?,
      episodes: Int?, meanLength: Double?, update: Int, steps: Int, trial: TrialScore?
    ) {
      self.environment = environment
      self.policy = policy
      self.meanReturn = meanReturn
      self.standardError = standardError
      self.episodes = episodes
      self.meanLength = meanLength
      self.update = update
      self.steps = steps
      self.trial = trial
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
    guard !isThere || old.policy == entry.policy || entry.isBetter(than: old) else { return false }
    best[index] = entry
    return true
  }
}

extension BestOfRuns.Entry {
  /// Older versions judged by the training episodes that ended last, mostly the successes: what such a
  /// figure says is no match for a trial.
  fileprivate func isBetter(than old: Self) -> Bool {
    guard let trial else { return false }
    return old.trial.map(trial.replaces) ?? true
  }
}
