import Models
import Settings

extension PPO {
  package static func validate(
    _ configuration: TrainingConfiguration
  ) throws(ConfigurationError) {
    let settings = configuration.ppo
    let samples = configuration.rolloutSize / settings.minibatchCount
    guard settings.advantageNormalization != .minibatch || samples > 1 else {
      throw ConfigurationError(
        """
        Minibatches of one sample have no deviation that \
        \(setting: "ppo.advantageNormalization", "minibatch") could divide by; choose a smaller \
        \(setting: "ppo.minibatchCount").
        """)
    }
    let hasChunks = configuration.sequenceLength < configuration.stepCount
    guard !settings.refreshesStates || configuration.policy.isRecurrent && hasChunks else {
      throw ConfigurationError(
        """
        \(setting: "ppo.refreshesStates") is for the states that chunks of a recurrent policy's sequences \
        begin with; leave it out, or take \(setting: "policy.isRecurrent", true) with \
        \(setting: "backpropagationSteps") below \(setting: "stepCount").
        """)
    }
    guard settings.klTarget != nil else { return }
    guard let penalty = settings.klPenalty else {
      throw ConfigurationError(
        """
        \(setting: "ppo.klTarget") adapts a penalty, and there is none; add \
        \(setting: "ppo.klPenalty", 1), or see \(setting: "ppo.targetKL"), which ends updates early.
        """)
    }
    guard penalty >= DivergencePenalty.range.lowerBound else {
      throw ConfigurationError(
        """
        \(setting: "ppo.klPenalty") is \(penalty), which does not grow by being doubled; give at least \
        \(DivergencePenalty.range.lowerBound), or leave out \(setting: "ppo.klTarget").
        """)
    }
  }

  package static func validate(
    _ configuration: TrainingConfiguration, for policy: Policy
  ) throws(ConfigurationError) {
    guard configuration.ppo.klPenalty != nil && policy.descriptionSize == 0 else { return }
    throw ConfigurationError(
      """
      The distribution '\(policy.headConfiguration.distribution)' does not say how far it is from \
      another, which \(setting: "ppo.klPenalty") needs; leave that out, or take another \
      \(setting: "policy.distribution").
      """)
  }
}
