import Acting
import Environments
import Models
import Settings
import Tensors

/// A policy, the environment that it is tried in, and how.
struct EvaluationWorld: Sendable {
  let policy: TrainedPolicy
  let configuration: EvaluationConfiguration
  /// The environment as it was asked for, and where it was looked up.
  let place: EnvironmentConfiguration
  let registry: EnvironmentRegistry
  private let environment: EnvironmentDescription
  private let options: BatchOptions

  init(
    _ policy: TrainedPolicy, in environment: EnvironmentConfiguration,
    configuration: EvaluationConfiguration, registry: EnvironmentRegistry
  ) throws {
    try configuration.validate()
    self.policy = policy
    self.configuration = configuration
    place = environment
    self.registry = registry
    self.environment = try registry.environment(for: environment)
    var options = environment.batchOptions
    options.beginsNextEpisodes = false
    self.options = options
    try checkFit()
    try checkRecording()
  }

  /// Whether every episode comes to an end, by a limit or by itself.
  var hasEnd: Bool {
    configuration.maximumSteps != nil || environment.maximumEpisodeSteps != nil
      || environment.longestEpisode != nil
  }

  /// An environment as it was made, for one episode: whatever went before is nothing to it.
  func makeEnvironment(ofEpisode number: Int) throws(EnvironmentSetupError) -> EnvironmentPipeline {
    let place = configuration.place.index(ofEpisode: number)
    return try environment.makeBatch(
      indices: place..<place + 1, seed: configuration.seed, options: options)
  }

  func actionStream(ofEpisode number: Int) -> RandomStream {
    RandomStream(
      seed: configuration.seed, index: UInt32(configuration.place.index(ofEpisode: number)),
      purpose: .action)
  }

  /// What the environment looks like at the beginning of the first episode.
  func firstPicture() throws -> EnvironmentPicture {
    let batch = try makeEnvironment(ofEpisode: 0)
    let (arena, observation) = Arena.carve {
      $0.matrix(rows: 1, columns: policy.policy.observationSize)
    }
    return try withExtendedLifetime(arena) {
      try batch.reset(observations: observation)
      return batch.picture(inRow: 0)
    }
  }

  private func checkFit() throws {
    let batch = try makeEnvironment(ofEpisode: 0)
    let network = policy.policy
    let images = batch.observationSpace.layout.images.map(\.field.shape)
    guard images == network.observation.images.map(\.field.shape) else {
      throw EvaluationError.unfitting(
        """
        The policy observes images \(network.observation.images.map(\.field.shape)), and \(environment.id) \
        gives \(images). It was trained in \(policy.environment.id); an environment with the same \
        observation is needed.
        """)
    }
    guard batch.observationSpace.size == network.observationSize else {
      throw EvaluationError.unfitting(
        """
        The policy observes \(network.observationSize) numbers, and \(environment.id) gives \
        \(batch.observationSpace.size). It was trained in \(policy.environment.id); an environment \
        with the same observation is needed.
        """)
    }
    let head = try? HeadConfiguration(
      for: batch.actionSpace, distribution: network.configuration.distribution)
    guard head == network.headConfiguration else {
      throw EvaluationError.unfitting(
        """
        The policy's actions do not fit \(environment.id), which takes \(batch.actionSpace). It was \
        trained in \(policy.environment.id).
        """)
    }
  }

  private func checkRecording() throws {
    guard !configuration.recording.diagnostics.isEmpty else { return }
    let batch = try makeEnvironment(ofEpisode: 0)
    let known = batch.environment(inRow: 0).namedDiagnostics.map(\.name)
    for name in configuration.recording.diagnostics where !known.contains(name) {
      throw EvaluationError.usage(
        """
        \(setting: "recording") knows no '\(name)'. There are activations, state\
        \(known.isEmpty ? "" : ", and of \(environment.id) \(known.joined(separator: ", "))").
        """)
    }
  }
}
