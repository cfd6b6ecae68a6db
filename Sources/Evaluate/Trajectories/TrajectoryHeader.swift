import Environments
import HDF5

/// What a trajectory file says of itself: what was evaluated, and how.
package struct TrajectoryHeader: Sendable {
  /// The environment's id.
  package var environment: String
  /// Its arguments, as JSON.
  package var environmentArguments: String
  /// What the components of an observation are called; [O].
  package var observationNames: [String]
  /// What they are measured in, nil where that has no unit; [O], or [] where nothing is known.
  package var observationUnits: [String?]
  package var actionSpace: ActionSpace
  /// What the actions are called; [] where they have no names.
  package var actionLabels: [QuantityLabel]
  /// The time that a step stands for, in seconds; nil where the world has no unit of time.
  package var secondsPerStep: Double?
  /// The policy's configuration, as JSON.
  package var policyConfiguration: String
  /// The configuration that it was trained with, as the checkpoint has it.
  package var trainingConfiguration: String
  /// The checkpoint's path, as it was given.
  package var checkpoint: String
  /// The SHA-256 digest of the checkpoint.
  package var checkpointDigest: String
  /// The seed of the evaluation.
  package var seed: UInt64
  /// Whether the most probable actions were taken, or drawn ones.
  package var isDeterministic: Bool
  /// The number of episodes that were asked for; a file that was cut short has fewer.
  package var requestedEpisodes: Int
  package var programVersion: String

  package init(
    environment: String, environmentArguments: String, observationNames: [String],
    observationUnits: [String?] = [], actionSpace: ActionSpace,
    actionLabels: [QuantityLabel] = [], secondsPerStep: Double? = nil, policyConfiguration: String,
    trainingConfiguration: String,
    checkpoint: String, checkpointDigest: String, seed: UInt64, isDeterministic: Bool,
    requestedEpisodes: Int, programVersion: String
  ) {
    self.environment = environment
    self.environmentArguments = environmentArguments
    self.observationNames = observationNames
    self.observationUnits = observationUnits
    self.actionSpace = actionSpace
    self.actionLabels = actionLabels
    self.secondsPerStep = secondsPerStep
    self.policyConfiguration = policyConfiguration
    self.trainingConfiguration = trainingConfiguration
    self.checkpoint = checkpoint
    self.checkpointDigest = checkpointDigest
    self.seed = seed
    self.isDeterministic = isDeterministic
    self.requestedEpisodes = requestedEpisodes
    self.programVersion = programVersion
  }

  private static let format = "agents trajectories"
  /// Raised when older programs could no longer read what newer ones write.
  private static let formatVersion = 1

  /// Writes it as attributes of the root.
  func write(to file: HDF5File) throws(HDF5Error) {
    try file.writeAttribute("format", Self.format)
    try file.writeAttribute("format_version", Self.formatVersion)
    try file.writeAttribute("program_version", programVersion)
    try file.writeAttribute("environment", environment)
    try file.writeAttribute("environment_arguments", environmentArguments)
    try file.writeAttribute("observation_names", observationNames)
    if observationUnits.contains(where: { $0 != nil }) {
      try file.writeAttribute("observation_units", observationUnits.map { $0 ?? "" })
    }
    try file.writeAttribute("action_space", GymnasiumSpace.json(actionSpace))
    if !actionLabels.isEmpty {
      try file.writeAttribute("action_names", actionLabels.map(\.name))
    }
    if let secondsPerStep { try file.writeAttribute("dt", secondsPerStep) }
    try file.writeAttribute("policy_configuration", policyConfiguration)
    try file.writeAttribute("training_configuration", trainingConfiguration)
    try file.writeAttribute("checkpoint", checkpoint)
    try file.writeAttribute("checkpoint_sha256", checkpointDigest)
    try file.writeAttribute("seed", seed)
    try file.writeAttribute("actions_taken", isDeterministic ? "mode" : "sample")
    try file.writeAttribute("requested_episodes", requestedEpisodes)
  }

  /// What stands along the dimensions of the datasets that have names for it.
  var coordinates: [String: [String]] {
    var coordinates = ["component": observationNames]
    let names = actionLabels.map(\.name)
    guard !names.isEmpty else { return coordinates }
    switch actionSpace {
    case .discrete: coordinates["choice"] = names
    case .box: coordinates["action"] = names
    case .multiBinary:
      coordinates["action"] = names
      coordinates["choice"] = names
    case .multiDiscrete(let counts):
      coordinates["action"] = names
      coordinates["choice"] = zip(names, counts).flatMap { name, count in
        (0..<count).map { "\(name)_\($0)" }
      }
    }
    return coordinates
  }
}
