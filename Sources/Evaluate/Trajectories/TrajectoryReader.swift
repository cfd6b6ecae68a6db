import Foundation
import HDF5

/// A trajectory file, open for reading: its episodes one at a time, so that a large file needs no more
/// memory than its longest episode.
///
/// In a file, row t of `hidden_states` enters step t, while row t of everything else belongs to what is
/// seen or done in step t. Here a *state* of step t is the one that the step ends with, the first that
/// has taken in observation t. So every series and the states have T rows that belong together.
public final class TrajectoryReader {
  /// An episode of the file.
  public struct Episode: Sendable, Hashable {
    /// Its number in the file.
    public let number: Int
    /// The number of steps, T.
    public let length: Int
    public let episodeReturn: Double

    fileprivate var group: String { "episode_\(number)" }
  }

  public let path: String
  /// In the order of their numbers.
  public let episodes: [Episode]
  /// Whether the file was cut short, or is still being written.
  public let isUnfinished: Bool
  private let file: HDF5File

  /// - Parameter acceptingChanges: Whether a file is taken that was changed after it was written.
  /// - Throws: an error that tells a missing, a damaged, a changed and a foreign file from one another.
  public init(_ url: URL, acceptingChanges: Bool = false) throws(HDF5Error) {
    file = try HDF5File(reading: url, acceptingChanges: acceptingChanges)
    path = file.path
    isUnfinished = file.isUnfinished
    // The digest of a whole file was checked when it was opened.
    episodes = try Self.episodes(in: file, checkingDigests: isUnfinished && !acceptingChanges)
    guard !episodes.isEmpty else {
      throw file.error(
        .wrongType, "it is an HDF5 file without an episode in it",
        advice: "Name a file that 'agents evaluate --dump' wrote")
    }
  }

  private static func episodes(
    in file: HDF5File, checkingDigests: Bool
  ) throws(HDF5Error) -> [Episode] {
    var episodes = [Episode]()
    for name in try file.children() where name.hasPrefix("episode_") {
      guard let number = Int(name.dropFirst("episode_".count)), number >= 0,
        name == "episode_\(number)"
      else {
        throw file.error(
          .wrongType, "its name is not 'episode_' and a number from 0", advice: advice, object: name
        )
      }
      if checkingDigests { try EpisodeDigest.check(name, in: file) }
      episodes.append(try episode(number, in: file))
    }
    if try file.containsAttribute("total_episodes") {
      let count: Int = try file.readAttribute("total_episodes")
      guard count == episodes.count else {
        throw file.error(
          .wrongShape, "it says that it has \(count) episodes, and has \(episodes.count)",
          advice: advice)
      }
    }
    return episodes.sorted { $0.number < $1.number }
  }

  private static func episode(_ number: Int, in file: HDF5File) throws(HDF5Error) -> Episode {
    let group = "episode_\(number)"
    let rewards: HDF5Array<Double> = try file.read("\(group)/rewards")
    let length = rewards.values.count
    guard rewards.shape.count == 1, length > 0 else {
      throw file.error(
        .wrongShape,
        "its shape is \(rewards.shape), and not that of a reward for each of one or more "
          + "steps", advice: advice, object: "\(group)/rewards")
    }
    for (name, value) in [("id", number), ("total_steps", length), ("length", length)] {
      guard try file.containsAttribute(name, of: group) else { continue }
      let found: Int = try file.readAttribute(name, of: group)
      guard found == value else {
        throw file.error(
          .wrongShape, "its attribute '\(name)' is \(found) where \(value) is expected",
          advice: advice, object: group)
      }
    }
    return Episode(
      number: number, length: length, episodeReturn: rewards.values.reduce(0, +))
  }

  private static let advice =
    "The file was changed or made by another program; write it again with 'agents evaluate --dump'"

  /// The episodes of these numbers.
  public func episodes(_ numbers: [Int]) throws(AnalysisError) -> [Episode] {
    try numbers.map { number throws(AnalysisError) in
      guard let episode = episodes.first(where: { $0.number == number }) else {
        throw AnalysisError(
          .wrongUsage,
          """
          \(path) has no episode \(number). It has \(episodes.count), numbered from \
          \(episodes[0].number) to \(episodes[episodes.count - 1].number).
          """)
      }
      return episode
    }
  }
}

// MARK: - What was recorded

extension TrajectoryReader {
  /// The name of the hidden states, which have a row more than there are steps.
  public static let hiddenStates = "hidden_states"

  /// The rows of a series that belong to the steps, [T, k], or [T]. It is named by its path in the
  /// episode, such as `infos/position`, or without the folder, as `position`. The rows of
  /// `hidden_states` are the states that the steps end with.
  ///
  /// - Parameter width: the number of columns that it must have; nil for any.
  /// - Throws: ``AnalysisError`` where there is no such series or it is not finite, `HDF5Error`.
  package func rows<Element: HDF5Element & BinaryFloatingPoint>(
    _ name: String, as type: Element.Type = Element.self, of episode: Episode, width: Int? = nil
  ) throws -> HDF5Array<Element> {
    let path = try datasetPath(name, in: episode)
    let rows: HDF5Array<Element> = try file.read(path)
    let rowCount = rows.shape.first ?? 0
    guard rowCount == episode.length || rowCount == episode.length + 1 else {
      throw file.error(
        .wrongShape, "its shape is \(rows.shape), in an episode of \(episode.length) steps",
        advice: Self.advice, object: path)
    }
    guard rows.width > 0, name != Self.hiddenStates || rows.shape.count == 2 else {
      throw file.error(
        .wrongShape, "its shape is \(rows.shape), and not that of a row of numbers for each step",
        advice: Self.advice, object: path)
    }
    guard rows.values.allSatisfy(\.isFinite) else {
      throw AnalysisError(
        .badData, "\(file.path): '\(path)' holds a value that is infinite or not a number.")
    }
    if let width, rows.width != width {
      throw AnalysisError(
        .wrongUsage, "\(file.path): '\(path)' has \(rows.width) columns; \(width) are needed here.")
    }
    let surplus = (rowCount - episode.length) * rows.width
    let values =
      name == Self.hiddenStates ? rows.values.dropFirst(surplus) : rows.values.dropLast(surplus)
    return HDF5Array(shape: [episode.length] + rows.shape.dropFirst(), values: Array(values))
  }

  /// What a series is measured in, where the file says so.
  package func unit(of name: String) throws -> String? {
    let path = try datasetPath(name, in: episodes[0])
    guard try file.containsAttribute("units", of: path) else { return nil }
    return try file.readAttribute("units", of: path)
  }

  /// Whether a series was recorded in the first episode.
  package func contains(_ name: String) throws -> Bool {
    try existingPath(name, in: episodes[0]) != nil
  }

  private func existingPath(_ name: String, in episode: Episode) throws -> String? {
    try [name, "infos/\(name)", "activations/\(name)"].lazy.map { "\(episode.group)/\($0)" }
      .first { try file.contains($0) && !file.isGroup($0) && !file.isScale($0) }
  }

  private func datasetPath(_ name: String, in episode: Episode) throws -> String {
    if let path = try existingPath(name, in: episode) { return path }
    if name == Self.hiddenStates {
      throw AnalysisError(
        .badData,
        """
        \(path) holds no hidden states: the policy has no memory. Train one with `recurrent`.
        """)
    }
    throw AnalysisError(
      .wrongUsage,
      """
      \(path) has no series '\(name)' in episode \(episode.number). It has \
      \(try file.series(below: episode.group).joined(separator: ", ")). 'agents evaluate --record' adds others.
      """)
  }
}

extension HDF5File {
  /// Whether a dataset only says what a dimension is called.
  func isScale(_ path: String) throws(HDF5Error) -> Bool {
    guard try containsAttribute("CLASS", of: path) else { return false }
    return try readAttribute("CLASS", of: path) == "DIMENSION_SCALE"
  }

  /// The paths of all datasets below a group but those that only say what a dimension is called.
  func series(below group: String) throws(HDF5Error) -> [String] {
    var series = [String]()
    for path in try datasets(below: group) where try !isScale("\(group)/\(path)") {
      series.append(path)
    }
    return series
  }
}

extension TrajectoryReader {
  /// A text about the whole file, such as `environment`; nil where the file has none of that name.
  package func text(_ name: String) throws(HDF5Error) -> String? {
    guard try file.containsAttribute(name) else { return nil }
    return try file.readAttribute(name)
  }
}

extension HDF5Array {
  /// The number of values in a row, k.
  package var width: Int { shape.dropFirst().reduce(1, *) }
}
