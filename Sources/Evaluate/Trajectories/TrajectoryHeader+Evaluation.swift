import Acting
import Environments
import Files
import Foundation
import Storage

extension TrajectoryHeader {
  /// The header for episodes of a policy.
  ///
  /// - Parameters:
  ///   - checkpoint: what the policy was read from, by the path that the user gave.
  ///   - environment: where it is tried.
  ///   - spaces: those of `environment`.
  /// - Throws: ``FileError`` where the checkpoint cannot be read any more.
  package init(
    _ policy: TrainedPolicy, from checkpoint: String, in environment: EnvironmentConfiguration,
    spaces: EvaluationSpaces, configuration: EvaluationConfiguration
  ) throws {
    // Images have no names for each of their numbers.
    let components = spaces.observations.layout.vectors.flatMap {
      spaces.observations.components[$0.range]
    }
    self.init(
      environment: environment.id,
      environmentArguments: try CheckpointFormat.encode(spaces.arguments),
      observationNames: components.map(\.name),
      observationUnits: components.map(\.unit),
      actionSpace: spaces.actions, actionLabels: spaces.actionLabels,
      secondsPerStep: spaces.secondsPerStep,
      policyConfiguration: try CheckpointFormat.encode(policy.policy.configuration),
      trainingConfiguration: policy.trainingConfiguration, checkpoint: checkpoint,
      checkpointDigest: try Digest.sha256(of: URL(filePath: checkpoint)),
      seed: configuration.seed, isDeterministic: configuration.isDeterministic,
      requestedEpisodes: configuration.episodeCount, programVersion: ProgramVersion.current)
  }
}
