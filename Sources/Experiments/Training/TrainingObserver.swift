import Agents
import Evaluate
import Foundation

/// Watches a training: shows it, writes it down, films it.
///
///     final class Printer: TrainingObserver {
///       func updateEnded(_ report: TrainingReport, in run: TrainingRun) {
///         print(report.steps, report.episodes.returnSummary?.mean ?? 0)
///       }
///     }
///     try TrainingRun(configuration, observers: [Printer()]).train()
///
/// Every method does nothing unless it is written. All are called on the thread that trains, which waits
/// for them. What one of them throws ends the training, as any other failure does.
public protocol TrainingObserver: AnyObject {
  /// The run's folder is there and its logs are open; nothing has been trained yet in this process.
  func trainingBegan(_ run: TrainingRun) throws
  /// A rollout was collected and learnt from.
  func updateEnded(_ report: TrainingReport, in run: TrainingRun) throws
  /// A checkpoint follows. Whatever an observer has written until now must be on the disk when this
  /// returns: a run resumed from the checkpoint goes on after it.
  func checkpointWillBeSaved(in run: TrainingRun) throws
  /// A checkpoint was saved.
  ///
  /// - Parameter isAskedFor: whether somebody asked for it through ``TrainingControl``.
  func checkpointSaved(_ checkpoint: URL, isAskedFor: Bool, in run: TrainingRun)
  /// The run has a new best policy, which lies in its folder.
  func bestPolicySaved(in run: TrainingRun)
  /// An episode of the policy as it is now was filmed.
  func episodeFilmed(_ frames: [VideoFrame], in run: TrainingRun) throws
  /// Something went wrong that does not stop the training.
  func warned(_ text: String, in run: TrainingRun)
  /// The training ended, and all of it is saved.
  func trainingEnded(_ end: TrainingEnd, in run: TrainingRun)
  /// A failure ended the training. Checkpoints saved before stay as they are.
  func trainingFailed(_ failure: TrainingFailure, in run: TrainingRun)
}

extension TrainingObserver {
  public func trainingBegan(_ run: TrainingRun) throws {}
  public func updateEnded(_ report: TrainingReport, in run: TrainingRun) throws {}
  public func checkpointWillBeSaved(in run: TrainingRun) throws {}
  public func checkpointSaved(_ checkpoint: URL, isAskedFor: Bool, in run: TrainingRun) {}
  public func bestPolicySaved(in run: TrainingRun) {}
  public func episodeFilmed(_ frames: [VideoFrame], in run: TrainingRun) throws {}
  public func warned(_ text: String, in run: TrainingRun) {}
  public func trainingEnded(_ end: TrainingEnd, in run: TrainingRun) {}
  public func trainingFailed(_ failure: TrainingFailure, in run: TrainingRun) {}
}
