import ArgumentParser
import Evaluate
import Foundation

/// What is written down of the episodes, and where.
struct DumpOptions: ParsableArguments {
  @Option("file", "Write the episodes to this HDF5 file; docs/trajectories.md describes it.")
  var dump: String?

  @Option(
    "id", "Write them as a dataset of Minari's, such as pole/trained-v0, where Minari looks for it."
  )
  var minari: String?

  @Option(
    "names",
    """
    What else to record, separated by commas: activations, state (the environment's whole state), or \
    diagnostics of the environment by name, such as position; 'agents environments ID' lists them. \
    (nothing)
    """)
  var record: String?

  @Option(integer: "How hard to compress, from 0, not at all, to 9. (1)")
  var compression: Int?

  func check() throws {
    if let compression, !(0...9 ~= compression) {
      throw EvaluationError.usage("--compression is \(compression); it must be from 0 to 9.")
    }
    if record != nil && !isOn {
      throw EvaluationError.usage(
        "--record says what to write; add --dump FILE or --minari ID to say where.")
    }
  }

  private var isOn: Bool { dump != nil || minari != nil }

  var recording: RecordingConfiguration {
    var recording = RecordingConfiguration()
    recording.isOn = isOn
    for name in (record ?? "").split(separator: ",") {
      switch name.trimmingCharacters(in: .whitespaces) {
      case "activations": recording.activations = true
      case "state": recording.state = true
      case let name: recording.diagnostics.append(name)
      }
    }
    return recording
  }

  /// Where the episodes of an evaluation are written to, which can be written; nil for nowhere.
  func recording(
    of evaluator: Evaluator, from checkpoint: URL, force: Bool
  ) throws -> TrajectoryRecording? {
    guard isOn else { return nil }
    var destinations = [TrajectoryRecording.Destination]()
    if let dump { destinations.append(.file(try OutputFile.prepare(dump, force: force))) }
    if let minari { destinations.append(.minari(id: minari)) }
    return try TrajectoryRecording(
      of: evaluator, from: checkpoint, to: destinations, replacing: force,
      compressionLevel: compression ?? 1)
  }

  /// What the episodes are written to.
  var files: [String] { [dump, minari].compactMap { $0 } }

  /// What the user may want to know of where the episodes are.
  var places: [String] {
    [dump.map { "Wrote \($0)" }, minari.map { "Wrote Minari's dataset \($0)" }].compactMap { $0 }
  }
}
