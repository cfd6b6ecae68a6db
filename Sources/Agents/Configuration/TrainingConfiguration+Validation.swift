import Models
import Settings
import Storage

/// Says which setting is impossible and what would be possible.
public struct ConfigurationError: SettingNamingError {
  public let message: SettingMessage
  public init(_ message: SettingMessage) { self.message = message }
}

extension TrainingConfiguration {
  /// Throws where the settings cannot work together.
  public func validate() throws(ConfigurationError) {
    do { try policy.validate() } catch {
      throw ConfigurationError(error.message.within("policy"))
    }
    do {
      // Only PPO learns from a rollout several times.
      for setting in Self.settings where algorithm == .ppo || setting.name != "ppo.epochCount" {
        try setting.check(self)
      }
    } catch { throw ConfigurationError(error.message) }
    try validateEarlierEnds()
    try validateSequences()
    try validateReturns()
    try Algorithms.named(algorithm).validate(self)
    try validateCurvature()
    let sharesMemory = policy.isRecurrent && !policy.separatesMemory
    try validateCriticLearningRate(shares: sharesMemory || policy.resolvedSharedLayerCount > 0)
  }

  /// Throws where the settings do not fit the policy that was made of them: only now it is known what its
  /// parts are.
  func validate(for network: Policy) throws(ConfigurationError) {
    try validateCriticLearningRate(shares: network.sharesParameters)
    try validateMemory(of: network)
    try Algorithms.named(algorithm).validate(self, for: network)
  }

  private func validateCriticLearningRate(shares: Bool) throws(ConfigurationError) {
    guard learning.criticLearningRate != nil && shares else { return }
    throw ConfigurationError(
      """
      The critic shares layers with the actor here, so it cannot have a learning rate of its own; \
      leave out \(setting: "learning.criticLearningRate"), or \(setting: "policy.isRecurrent") and \
      \(setting: "policy.sharedLayerCount").
      """)
  }

  private func validateReturns() throws(ConfigurationError) {
    guard returns.estimator == .vtrace else { return }
    try require(
      !learnsOnce,
      """
      V-trace follows a policy that moves on while it learns from a rollout, and here each is learnt from \
      in one step; take \(setting: "returns.estimator", "td-lambda"), which is then the same, or \
      \(setting: "algorithm", "ppo").
      """)
    try require(
      returns.vtraceRho >= returns.vtraceC,
      """
      \(setting: "returns.vtraceC") is \(returns.vtraceC), above \(setting: "returns.vtraceRho"), which \
      is \(returns.vtraceRho); V-trace needs it to be at most that.
      """)
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

  private func validateSequences() throws(ConfigurationError) {
    try require(
      backpropagationSteps == nil || policy.isRecurrent,
      """
      \(setting: "backpropagationSteps") is for recurrent policies; add \
      \(setting: "policy.isRecurrent", true).
      """)
    guard algorithm == .ppo else { return }
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
        \(setting: "ppo.minibatchCount", minibatches) does not divide the \(what); \
        possible are \(Self.divisors(of: sequences)).
        """)
    }
  }

  func require(_ holds: Bool, _ message: @autoclosure () -> SettingMessage)
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
