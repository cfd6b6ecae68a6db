import Foundation
import Settings

/// What is to be tried with a trained policy. Equal configurations give the same bits, on any number of
/// threads and with any number of environments side by side.
public struct EvaluationConfiguration: Hashable, Sendable {
  /// The number of episodes: the first N, and not those that end first.
  public var episodeCount = 20
  /// Whether the policy takes its most probable action; otherwise it draws one, as in training.
  public var isDeterministic = true
  /// What every random stream begins from. No stream is one that training used, whatever its seed.
  public var seed: UInt64 = 1
  /// Episodes are cut after this many steps, on top of what the environment does by itself.
  public var maximumSteps: Int?
  /// What is recorded of each step besides what a trajectory file always holds.
  public var recording = RecordingConfiguration()
  /// The first N episodes are watched: each of their states leaves a frame of a video.
  public var pictureEpisodes = 0
  /// Which of the seed's episodes they are.
  package var place = EpisodePlace.evaluation

  public init() {}

  /// An episode that nothing cuts must end before this many steps, or it is taken to never end.
  package static let longestEpisode = 1_000_000

  /// What is kept in memory of one episode at most, in bytes: little where nothing says that it will
  /// end, and where something does, what the computer has room for with that many episodes side by side.
  static func mostBytes(hasEnd: Bool) -> Int {
    guard hasEnd else { return 32 << 20 }
    let rows = PolicyPass.rowCount * ProcessInfo.processInfo.activeProcessorCount
    return Int(clamping: ProcessInfo.processInfo.physicalMemory) / 2 / rows
  }

  func validate() throws(EvaluationError) {
    guard episodeCount >= 1 else {
      throw .usage(
        "\(setting: "episodeCount") is \(episodeCount); there must be at least one episode.")
    }
    guard episodeCount <= place.count else {
      throw .usage(
        "\(setting: "episodeCount") is \(episodeCount); there can be \(place.count) at most.")
    }
    if let maximumSteps, maximumSteps < 1 {
      throw .usage(
        "\(setting: "maximumSteps") is \(maximumSteps); an episode has at least one step.")
    }
  }
}

extension EvaluationConfiguration: Configurable {
  public static let settings: [Setting<Self>] = [
    Setting("episodeCount", \Self.episodeCount, short: "episodes", "The number of episodes."),
    Setting(
      "isDeterministic", \Self.isDeterministic, short: "deterministic",
      "Take the most probable action, or draw one as in training."),
    Setting("seed", \Self.seed, "The number that everything random begins from."),
    Setting(
      "maximumSteps", \Self.maximumSteps, short: "max-steps",
      "Cut episodes after this many steps.", absence: "where the environment does"),
  ]
}

/// What is recorded of each step on request.
public struct RecordingConfiguration: Hashable, Sendable {
  /// Whether anything is recorded at all.
  public var isOn = false
  /// The outputs of every layer and of the GRU's gates.
  public var activations = false
  /// The environment's whole state: a simulator's positions and velocities, for instance.
  public var state = false
  /// The names of diagnostics of the environment.
  public var diagnostics: [String] = []

  public init() {}
}
