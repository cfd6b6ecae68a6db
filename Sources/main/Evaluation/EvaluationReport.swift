import Agents
import Environments
import Evaluate
import Experiments
import Files
import Foundation

/// What an evaluation found, for people and for programs.
struct EvaluationReport: Encodable {
  let checkpoint: String
  let environment: String
  /// What is not as it was in training.
  let changes: [WorldChange]
  let seed: UInt64
  let deterministic: Bool
  /// How many episodes were asked for; there are fewer where the evaluation was stopped.
  let requestedEpisodes: Int
  /// What the run says of the policy, where it is its best.
  let claim: PolicyClaim?
  let statistics: EvaluationStatistics
  let episodes: [Episode]

  struct Episode: Encodable {
    let number: Int
    let episodeReturn: Double
    let length: Int
    let outcome: String

    enum CodingKeys: String, CodingKey {
      case number, length, outcome
      case episodeReturn = "return"
    }

    init(_ result: EpisodeResult) {
      number = result.number
      episodeReturn = result.episodeReturn
      length = result.length
      outcome = result.outcome.name
    }
  }

  init(
    checkpoint: String, environment: String, changes: [WorldChange],
    configuration: EvaluationConfiguration, claim: PolicyClaim?, results: [EpisodeResult]
  ) {
    self.changes = changes
    requestedEpisodes = configuration.episodeCount
    self.checkpoint = checkpoint
    self.environment = environment
    seed = configuration.seed
    deterministic = configuration.isDeterministic
    self.claim = claim
    statistics = EvaluationStatistics(results)
    episodes = results.map(Episode.init)
  }

  var json: String {
    get throws { try CommandOutput.json(self) }
  }

  var table: String {
    func row(_ name: String, _ statistics: SampleStatistics) -> [String] {
      [name]
        + [
          statistics.mean, statistics.standardDeviation, statistics.standardError,
          statistics.median, statistics.minimum, statistics.maximum,
        ].map { $0.map(HumanUnits.value) ?? "-" }
    }
    let corner = HumanUnits.counted(statistics.episodes, "episode")
    let head = [corner, "mean", "std", "std error", "median", "min", "max"]
    let text = Table.text(
      [head, row("return", statistics.episodeReturn), row("length", statistics.length)],
      rightAligned: Set(1..<head.count))
    func percent(_ share: Double) -> String { HumanUnits.value(100 * share) + "%" }
    return text + """
      \n\(percent(statistics.terminated)) terminated, \(percent(statistics.truncated)) truncated
      """
  }
}

extension Outcome {
  /// As in files.
  var name: String {
    switch self {
    case .running: "running"
    case .terminated: "terminated"
    case .truncated: "truncated"
    }
  }
}
