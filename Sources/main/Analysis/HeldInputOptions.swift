import Acting
import ArgumentParser
import Evaluate
import Foundation

/// The inputs that a GRU is held at.
struct HeldInputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      zero: an observation of zeros; mean: the mean of the observations in --trajectories; or a text \
      file with an observation in each line, its numbers separated by commas or blanks.
      """, valueName: "zero|mean|file"))
  var inputs = "zero"

  @Flag(
    help: """
      Take zero, or the file's numbers, as the policy sees them, and not in the units of the environment, \
      which are scaled as in training.
      """)
  var asSeen = false

  /// Each as the policy sees it, [O].
  func inputs(of trained: TrainedPolicy, _ reader: TrajectoryReader) throws -> [[Double]] {
    try held(size: trained.policy.observationSize)
      .inputs(of: trained, in: reader, isAsSeen: asSeen)
  }

  private func held(size: Int) throws(AnalysisError) -> HeldInput {
    switch inputs {
    case "zero": return .zero
    case "mean": return .mean
    default:
      guard let text = try? String(contentsOf: URL(filePath: inputs), encoding: .utf8) else {
        throw AnalysisError(
          .wrongUsage,
          "--inputs is 'zero', 'mean' or a text file, and the file '\(inputs)' cannot be read.")
      }
      return try HeldInput(parsing: text, size: size, path: inputs)
    }
  }
}
