import Acting
import Agents
import Environments
import Evaluate
import Synchronization

/// Gives the policies of a training episodes of their own in its environment.
struct TrialRunner {
  private let environment: EnvironmentConfiguration
  private let seed: UInt64
  private let registry: EnvironmentRegistry
  private let laneCount: Int
  private let control: TrainingControl

  init(
    of configuration: TrainingConfiguration, registry: EnvironmentRegistry, laneCount: Int,
    control: TrainingControl
  ) {
    self.control = control
    environment = configuration.environment
    seed = configuration.seed
    self.registry = registry
    self.laneCount = laneCount
  }

  func run(_ trial: PolicyTrial) -> PolicyTrial.Outcome {
    do {
      return try outcome(of: trial)
    } catch {
      // A policy that the environment cannot take is not the best, and no reason to end the training.
      return .failed("\(error)")
    }
  }

  private func outcome(of trial: PolicyTrial) throws -> PolicyTrial.Outcome {
    let policy = TrainedPolicy(
      policy: trial.policy, environment: environment, normalizer: trial.normalizer,
      trainingConfiguration: "", stepCount: trial.stepCount)
    let (longest, isClaim) = (trial.longestEpisode, trial.purpose == .claim)
    let evaluator = try Evaluator(
      policy, trial.configuration(seed: seed), registry: registry, laneCount: laneCount)
    let givenUp = Flag()
    var episodes = [TrialEpisode]()
    try evaluator.run(
      isCancelled: { [control] in
        givenUp.isSet.load(ordering: .relaxed)
          || (isClaim
            ? control.secondsWaitingForEnd() ?? 0 > Self.patience : control.wantsEnd)
      },
      process: { episode in
        if episode.result.length > longest { givenUp.isSet.store(true, ordering: .relaxed) }
        return episode.result
      },
      deliver: {
        episodes.append(TrialEpisode(episodeReturn: $0.episodeReturn, length: $0.length))
      })
    if givenUp.isSet.load(ordering: .relaxed) {
      return .failed(
        """
        an episode had not ended after \(longest) steps, many more than others take. Where the \
        environment has no time limit, --env-arg max_episode_steps=N gives it one.
        """)
    }
    return episodes.count == trial.episodeCount ? .ended(episodes) : .interrupted
  }

  /// Seconds that whoever asks to stop waits for a claim: mostly it takes less, and people stop runs to
  /// take the best policy.
  private static let patience = 2.0

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }
}

extension PolicyTrial {
  fileprivate func configuration(seed: UInt64) -> EvaluationConfiguration {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = episodeCount
    configuration.isDeterministic = false
    configuration.seed = seed
    configuration.maximumSteps = longestEpisode + 1
    configuration.place = purpose == .claim ? .claim : .trial
    return configuration
  }
}
