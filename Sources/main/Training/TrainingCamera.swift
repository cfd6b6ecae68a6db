import Agents
import Environments
import Evaluate
import Files
import Foundation

/// Films an episode of the policy now and then while it is trained. Nothing of the training changes.
struct TrainingCamera {
  private let interval: Int
  private let folder: URL
  private let registry: EnvironmentRegistry

  /// The steps of an episode that a video shows at most; some episodes never end.
  private static let longestVideo = 2000

  /// - Parameter interval: updates from one video to the next.
  init(interval: Int, folder: URL, registry: EnvironmentRegistry) throws {
    self.interval = interval
    self.folder = folder
    self.registry = registry
    try Folder.makeIfMissing(folder)
  }

  /// Finds out whether videos can be made here.
  ///
  /// - Throws: `VideoError`.
  static func check() throws(VideoError) {
    _ = try VideoRecorder(url: URL(filePath: "video.mp4"), replacing: true)
  }

  /// Films the first episode of an evaluation, if it is time to.
  ///
  /// - Returns: its states, or nil where it is not time.
  func film(_ trainer: Trainer) throws -> [VideoFrame]? {
    let update = trainer.updateCount
    guard update % interval == 0 else { return nil }
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 1
    configuration.pictureEpisodes = 1
    configuration.maximumSteps = Self.longestVideo
    let evaluator = try Evaluator(
      trainer.trainedPolicy, configuration, registry: registry, laneCount: 1)
    var frames = [VideoFrame]()
    try evaluator.run(
      isCancelled: { Interruption.isRequested }, process: { $0.frames },
      deliver: { frames += $0 })
    let recorder = try VideoRecorder(
      url: folder.appending(path: String(format: "update_%06d.mp4", update)), replacing: true)
    for frame in frames { try recorder.append(frame) }
    try recorder.finish()
    return frames
  }
}

extension Trainer {
  /// The policy as it is now, for evaluations before the next update.
  var trainedPolicy: TrainedPolicy {
    let normalizer = collector.normalizer
    return TrainedPolicy(
      policy: policy, environment: configuration.environment,
      normalizer: normalizer.configuration.observations ? normalizer.observations : nil,
      trainingConfiguration: "", stepCount: stepCount)
  }
}
