import Acting
import Agents
import Evaluate
import Files
import Foundation

/// Films an episode of the policy now and then while it is trained, for the run's folder `videos`.
/// Nothing of the training changes.
public final class TrainingCamera: TrainingObserver {
  private let interval: Int

  /// The steps of an episode that a video shows at most; some episodes never end.
  private static let longestVideo = 2000

  /// - Parameter interval: updates from one video to the next, from 1.
  public init(interval: Int) {
    precondition(interval >= 1, "a video is made every so many updates")
    self.interval = interval
  }

  /// Finds out whether videos can be made here.
  ///
  /// - Throws: `VideoError`.
  public static func check() throws(VideoError) {
    _ = try VideoRecorder(url: URL(filePath: "video.mp4"), replacing: true)
  }

  public func trainingBegan(_ run: TrainingRun) throws {
    try Folder.makeIfMissing(run.directory.videos)
  }

  /// A video that fails is no reason to stop training.
  public func updateEnded(_ report: TrainingReport, in run: TrainingRun) {
    guard report.update % interval == 0 else { return }
    do {
      try run.show(film(run, afterUpdate: report.update))
    } catch {
      run.warn("There is no video of update \(report.update): \(error)")
    }
  }

  /// Films the first episode of an evaluation.
  ///
  /// - Returns: its states.
  private func film(_ run: TrainingRun, afterUpdate update: Int) throws -> [VideoFrame] {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 1
    configuration.pictureEpisodes = 1
    configuration.maximumSteps = Self.longestVideo
    let evaluator = try Evaluator(
      run.trainer.trainedPolicy, configuration, registry: run.registry, laneCount: 1)
    var frames = [VideoFrame]()
    let control = run.control
    try evaluator.run(
      isCancelled: { control.wantsEnd }, process: { $0.frames }, deliver: { frames += $0 })
    let recorder = try VideoRecorder(
      url: run.directory.videos.appending(path: String(format: "update_%06d.mp4", update)),
      replacing: true)
    for frame in frames { try recorder.append(frame) }
    try recorder.finish()
    return frames
  }
}

extension Trainer {
  /// The policy as it is now, for evaluations before the next update.
  public var trainedPolicy: TrainedPolicy {
    let normalizer = collector.normalizer
    return TrainedPolicy(
      policy: policy, environment: configuration.environment,
      normalizer: normalizer.configuration.observations ? normalizer.observations : nil,
      trainingConfiguration: "", stepCount: stepCount)
  }
}
