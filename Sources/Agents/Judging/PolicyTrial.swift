import Models
import Storage

/// Episodes that a policy is to have of its own, apart from training: as it is, with actions drawn.
package struct PolicyTrial {
  /// What the episodes are for; each purpose has random streams of its own.
  package enum Purpose: Sendable {
    /// To choose between policies. All policies of a run are tried in the same episodes.
    case trial
    /// To say how good the chosen one is. Nothing is chosen by them.
    case claim
  }

  package let purpose: Purpose
  package let policy: Policy
  /// Scales what the environment gives; nil where the policy sees it as it is.
  package let normalizer: ObservationNormalizer?
  /// The steps that the policy was trained for.
  package let stepCount: Int
  /// The first N episodes of the purpose's streams.
  package let episodeCount: Int
  /// In steps. Where an episode lasts longer the trial is given up.
  package let longestEpisode: Int

  /// What became of a trial.
  package enum Outcome {
    case ended([TrialEpisode])
    /// Somebody wants the program to stop.
    case interrupted
    /// It was given up, for this reason.
    case failed(String)
  }

  /// Runs a trial. What it gives depends on the trial alone, and not on threads or times.
  package typealias Runner = (PolicyTrial) -> Outcome
}

/// How an episode of a trial went.
package struct TrialEpisode: Sendable, Equatable {
  package let episodeReturn: Double
  /// In steps.
  package let length: Int

  package init(episodeReturn: Double, length: Int) {
    self.episodeReturn = episodeReturn
    self.length = length
  }
}

extension TrialScore {
  /// - Precondition: there is an episode.
  package init(_ episodes: some Collection<TrialEpisode>) {
    precondition(!episodes.isEmpty, "no episodes have no mean")
    let count = Double(episodes.count)
    self.init(
      meanReturn: episodes.reduce(0) { $0 + $1.episodeReturn } / count,
      meanLength: episodes.reduce(0) { $0 + Double($1.length) } / count,
      episodes: episodes.count)
  }
}
