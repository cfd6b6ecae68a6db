import Environments
import Foundation
import HDF5
import Models
import Storage

/// A policy as training left it, with all that is needed to let it act: what it sees of which
/// environment, and the statistics that scale its observations, which stand still.
public struct TrainedPolicy: Sendable {
  public let policy: Policy
  /// The environment that it was trained in, and what it sees of it.
  public let environment: EnvironmentConfiguration
  /// Scales what the environment gives to what the policy sees; nil where they are the same.
  package let normalizer: ObservationNormalizer?
  /// The settings of the training run as JSON, as the checkpoint holds them.
  package let trainingConfiguration: String
  /// Steps of all environments that it was trained for.
  public let stepCount: Int

  package init(
    policy: Policy, environment: EnvironmentConfiguration, normalizer: ObservationNormalizer?,
    trainingConfiguration: String, stepCount: Int
  ) {
    self.policy = policy
    self.environment = environment
    self.normalizer = normalizer
    self.trainingConfiguration = trainingConfiguration
    self.stepCount = stepCount
  }

  /// Reads a policy from a checkpoint.
  ///
  /// - Parameter acceptingChanges: Whether a file is taken that was changed after it was written. What
  ///   it says is checked all the same.
  /// - Throws: `HDF5Error` where the file is missing, damaged or something else.
  public init(checkpoint url: URL, acceptingChanges: Bool = false) throws {
    let file = try CheckpointFormat.open(url, acceptingChanges: acceptingChanges)
    let text: String = try file.readAttribute("configuration")
    let training = try CheckpointFormat.decode(TrainingSettings.self, from: text, in: file)
    let progress = try CheckpointProgress(from: file, configuration: text)
    let policy = try PolicyFile.read(file)
    let normalizer =
      training.normalization.observations && policy.observation.numberCount > 0
      ? ObservationNormalizer(
        moments: try PolicyFile.readObservationMoments(file, size: policy.observation.numberCount),
        configuration: training.normalization) : nil
    self.init(
      policy: policy, environment: training.environment, normalizer: normalizer,
      trainingConfiguration: text, stepCount: progress.stepCount)
  }

  /// What an evaluation needs of the settings of a training run.
  private struct TrainingSettings: Decodable {
    let environment: EnvironmentConfiguration
    let normalization: NormalizationConfiguration
  }
}
