import Agents
import Evaluate
import Experiments
import Files
import Foundation
import Storage

/// What TensorBoard shows of a training: the numbers of its logs, and how parameters and hidden activity
/// are distributed.
public final class TensorBoardLog: TrainingObserver {
  private var open: (file: EventFile, activity: HiddenActivity)?

  /// How many points there are of a curve, at most; TensorBoard shows a thousand if there are more.
  private static let scalarCount = 500
  /// How many histograms there are of a layer, at most.
  private static let histogramCount = 25

  public init() {}

  /// Begins a file in the run's folder, where the trainer stands.
  ///
  /// - Throws: `FileError`.
  public func trainingBegan(_ run: TrainingRun) throws {
    let file = try EventFile(in: run.directory.url, afterStep: run.trainer.stepCount)
    try file.append(configuration: CheckpointFormat.encode(run.trainer.configuration))
    open = (file, HiddenActivity(of: run.trainer))
  }

  /// Takes note of what an update gave, if it is one whose numbers are shown.
  ///
  /// - Throws: `FileError`.
  public func updateEnded(_ report: TrainingReport, in run: TrainingRun) throws {
    guard let open else { return }
    if isShown(report.update, outOf: Self.scalarCount, of: run.trainer) {
      let scalars =
        tagged("episodes", report.episodeDiagnostics) + tagged("update", report.updateDiagnostics)
        + tagged("timing", report.speeds)
      try open.file.append(scalars: scalars, step: report.steps)
    }
    if isShown(report.update, outOf: Self.histogramCount, of: run.trainer) {
      try open.file.append(
        histograms: distributions(of: run.trainer, open.activity), step: report.steps)
    }
  }

  /// Shows an episode as a small animated picture, which leaves out states where there are many.
  ///
  /// - Throws: `VideoError`, `FileError`.
  public func episodeFilmed(_ frames: [VideoFrame], in run: TrainingRun) throws {
    try open?.file.append(video: frames, step: run.trainer.stepCount)
  }

  /// Waits until the events are on the disk.
  ///
  /// - Throws: `FileError`.
  public func checkpointWillBeSaved(in run: TrainingRun) throws {
    try open?.file.synchronize()
  }

  /// Parameters and hidden activity as they are now, by their tags.
  private func distributions(
    of trainer: Trainer, _ activity: HiddenActivity
  ) -> [(tag: String, values: [Float])] {
    let parameters = trainer.policy.parameters
    let weights = trainer.policy.layout.slots.map { slot in
      (tag: "parameters/\(slot.name)", values: slot.view(in: parameters).values)
    }
    let outputs = activity.measure().map { (tag: "activity/\($0.name)", values: $0.values) }
    return weights + outputs
  }

  /// Whether an update is one of this many that are spread over the training, or the last.
  private func isShown(_ update: Int, outOf count: Int, of trainer: Trainer) -> Bool {
    let last = trainer.configuration.updateCount
    return update.isMultiple(of: (last - 1) / count + 1) || update == last
  }

  private func tagged(
    _ group: String, _ values: [(name: String, value: TrainingReport.Value)]
  ) -> [(tag: String, value: Double)] {
    values.compactMap { name, value in
      switch value {
      case .integer(let number): ("\(group)/\(name)", Double(number))
      case .number(let number): ("\(group)/\(name)", number)
      case .missing: nil
      }
    }
  }
}
