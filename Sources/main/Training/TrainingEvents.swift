import Agents
import Experiments
import Files
import Foundation
import Storage
import TensorBoard

/// What TensorBoard shows of a training: the numbers of its logs, and how parameters and hidden activity
/// are distributed.
struct TrainingEvents {
  let file: EventFile
  private let trainer: Trainer
  private let activity: HiddenActivity

  /// How many points there are of a curve, at most; TensorBoard shows a thousand if there are more.
  private static let scalarCount = 500
  /// How many histograms there are of a layer, at most.
  private static let histogramCount = 25

  /// Begins a file, for a run that begins or resumes where the trainer stands.
  ///
  /// - Throws: `FileError`.
  init(of trainer: Trainer, in directory: RunDirectory) throws {
    self.trainer = trainer
    activity = HiddenActivity(of: trainer)
    file = try EventFile(in: directory.url, afterStep: trainer.stepCount)
    try file.append(configuration: CheckpointFormat.encode(trainer.configuration))
  }

  /// Takes note of what an update gave, if it is one whose numbers are shown.
  ///
  /// - Throws: `FileError`.
  func append(_ report: TrainingReport) throws {
    guard isShown(report.update, outOf: Self.scalarCount) else { return }
    let scalars =
      tagged("episodes", report.episodeDiagnostics) + tagged("update", report.updateDiagnostics)
      + tagged("timing", report.speeds)
    try file.append(scalars: scalars, step: report.steps)
  }

  /// Whether parameters and hidden activity are to be shown as they are now.
  var showsDistributions: Bool { isShown(trainer.updateCount, outOf: Self.histogramCount) }

  /// Takes note of how they are distributed.
  ///
  /// - Throws: `FileError`.
  func appendDistributions() throws {
    let parameters = trainer.policy.parameters
    let weights = trainer.policy.layout.slots.map { slot in
      (tag: "parameters/\(slot.name)", values: slot.view(in: parameters).values)
    }
    let outputs = activity.measure().map { (tag: "activity/\($0.name)", values: $0.values) }
    try file.append(histograms: weights + outputs, step: trainer.stepCount)
  }

  /// Whether an update is one of this many that are spread over the training, or the last.
  private func isShown(_ update: Int, outOf count: Int) -> Bool {
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

  /// Waits until the events are on the disk.
  ///
  /// - Throws: `FileError`.
  func synchronize() throws(FileError) { try file.synchronize() }
}
