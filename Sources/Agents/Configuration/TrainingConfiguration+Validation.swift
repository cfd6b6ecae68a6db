import Models
import Storage

/// Says which setting is impossible and what would be possible.
public struct ConfigurationError: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

extension TrainingConfiguration {
  /// Throws where the settings cannot work together.
  public func validate() throws(ConfigurationError) {
    do { try policy.validate() } catch { throw ConfigurationError(error.description) }
    try validateSizes()
    try validateSequences()
    try validateNumbers()
    try Algorithms.named(algorithm).validate(self)
    try validateCurvature()
    if learning.criticLearningRate != nil && policy.sharesParameters {
      throw ConfigurationError(
        """
        The critic shares layers with the actor here, so it cannot have a learning rate of its own; \
        leave out --critic-lr, or --recurrent and --num-shared-layers.
        """)
    }
  }

  private func validateSizes() throws(ConfigurationError) {
    try require(
      Self.sizes.contains(environmentCount),
      "--num-envs is \(environmentCount); it must be from 1 to a million.")
    try require(
      Self.sizes.contains(stepCount), "--num-steps is \(stepCount); it must be from 1 to a million."
    )
    try require(
      1...Self.mostSteps ~= totalSteps,
      "--num-env-steps is \(totalSteps); it must be from 1 to \(Self.mostSteps).")
    try validateEarlierEnds()
    try require(
      0...1_000_000 ~= normalization.warmUpSteps,
      "normalization.warmUpSteps is \(normalization.warmUpSteps); it must be from 0 to a million.")
    try require(
      sharding.rolloutShards ?? 1 >= 1 && sharding.updateShards ?? 1 >= 1,
      "--rollout-shards and --update-shards must be at least 1.")
  }

  private func validateEarlierEnds() throws(ConfigurationError) {
    var last = 0
    for end in earlierEnds ?? [] {
      let isPossible =
        1...Self.mostSteps ~= end.totalSteps && end.untilUpdate > last
        && end.untilUpdate <= min(updateCount(forSteps: end.totalSteps), updateCount)
      try require(
        isPossible,
        """
        earlierEnds says that training was headed for \(end.totalSteps) steps until update \
        \(end.untilUpdate), which cannot be; updates count from 1 to \(updateCount), in rising order.
        """)
      last = end.untilUpdate
    }
  }

  /// Whether a rollout of these sizes can be.
  var hasPossibleSizes: Bool {
    Self.sizes.contains(environmentCount) && Self.sizes.contains(stepCount)
  }

  /// More than that is a mistake, and products of two are to stay integers.
  private static let sizes = 1...1_000_000
  /// Whole rollouts of the largest size beyond these still make an integer.
  private static let mostSteps = 1 << 53

  private func validateSequences() throws(ConfigurationError) {
    if let steps = backpropagationSteps {
      try require(steps >= 1, "--bptt is \(steps); it must be at least 1.")
      try require(policy.isRecurrent, "--bptt is for recurrent policies; add --recurrent.")
    }
    guard algorithm == .ppo else { return }
    try require(ppo.epochCount >= 1, "--ppo-epoch is \(ppo.epochCount); it must be at least 1.")
    let sequences = MinibatchSchedule.sequenceCount(
      steps: stepCount, environments: environmentCount, sequenceLength: sequenceLength)
    let minibatches = ppo.minibatchCount
    guard minibatches >= 1, sequences % minibatches == 0 else {
      let what =
        sequenceLength == 1
        ? "\(sequences) samples of a rollout"
        : "\(sequences) sequences of \(sequenceLength) steps in a rollout"
      throw ConfigurationError(
        """
        --num-mini-batch \(minibatches) does not divide the \(what); \
        possible are \(Self.divisors(of: sequences)).
        """)
    }
  }

  private func validateNumbers() throws(ConfigurationError) {
    let notNegative = 0...Double.infinity
    try requireNumber("--gamma", returns.gamma, in: 0...1)
    try requireNumber("--gae-lambda", returns.gaeLambda, in: 0...1)
    try requireNumber("--lr", learning.learningRate, in: notNegative)
    try requireNumber("--critic-lr", learning.criticLearningRate, in: notNegative)
    try requireNumber("--value-loss-coef", learning.valueLossCoefficient, in: notNegative)
    try requireNumber("--entropy-coef", learning.entropyCoefficient, in: notNegative)
    try requireNumber("--max-grad-norm", learning.maximumGradientNorm, in: notNegative)
    try requireNumber("--eps", learning.optimizer.epsilon, in: notNegative)
    try requireNumber("--alpha", learning.optimizer.alpha, in: 0...1)
    try requireNumber("--clip-param", ppo.clip, in: notNegative)
    try requireNumber("--target-kl", ppo.targetKL, in: notNegative)
    try requireNumber(
      "normalization.observationClip", normalization.observationClip, in: notNegative)
    try requireNumber("normalization.rewardClip", normalization.rewardClip, in: notNegative)
    try requireNumber(
      "--reward-scale", normalization.rewardScale,
      in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
  }

  func requireNumber(
    _ name: String, _ value: Double?, in range: ClosedRange<Double>
  ) throws(ConfigurationError) {
    guard let value else { return }
    guard value.isFinite, range.contains(value) else {
      let upper = range.upperBound.isFinite ? "to \(range.upperBound)" : "upwards"
      throw ConfigurationError(
        "\(name) is \(value); it must be from \(range.lowerBound) \(upper).")
    }
  }

  func require(_ holds: Bool, _ message: @autoclosure () -> String)
    throws(ConfigurationError)
  {
    if !holds { throw ConfigurationError(message()) }
  }

  /// The divisors of `number` as a list for a message, the middle left out where they are many.
  private static func divisors(of number: Int) -> String {
    let all = (1...number).filter { number % $0 == 0 }
    let shown =
      all.count <= 10
      ? all.map(String.init) : all.prefix(8).map(String.init) + ["...", "\(number)"]
    return shown.joined(separator: ", ")
  }
}
