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
    let size = trained.policy.observationSize
    switch inputs {
    case "mean": return [try mean(of: reader, size: size)]
    case "zero": return [scaled([Double](repeating: 0, count: size), trained)]
    default: return try InputFile.read(inputs, size: size).map { scaled($0, trained) }
    }
  }

  private func scaled(_ input: [Double], _ trained: TrainedPolicy) -> [Double] {
    guard !asSeen, let normalizer = trained.normalizer else { return input }
    return input.indices.map { normalizer.normalize(input[$0], at: $0) }
  }

  /// The recorded observations are as the policy sees them.
  private func mean(of reader: TrajectoryReader, size: Int) throws -> [Double] {
    var sums = [Double](repeating: 0, count: size)
    for episode in reader.episodes {
      let rows = try reader.rows("observations", as: Double.self, of: episode, width: size)
      for (index, value) in rows.values.enumerated() { sums[index % size] += value }
    }
    let count = reader.episodes.reduce(0) { $0 + $1.length }
    return sums.map { $0 / Double(count) }
  }
}

/// A text file with an observation in each line; lines that are empty or begin with # do not count.
private enum InputFile {
  static func read(_ path: String, size: Int) throws -> [[Double]] {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      throw AnalysisError(
        .wrongUsage,
        "--inputs is 'zero', 'mean' or a text file, and the file '\(path)' cannot be read.")
    }
    var inputs = [[Double]]()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split { $0 == "," || $0.isWhitespace }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
      guard numbers.count == words.count, numbers.count == size else {
        throw AnalysisError(
          .badData,
          "\(path), line \(index + 1): the policy observes \(size) numbers, and this line has \(words.count) words, \(numbers.count) of them numbers."
        )
      }
      inputs.append(numbers)
    }
    guard !inputs.isEmpty else {
      throw AnalysisError(.badData, "\(path): there is no observation in this file.")
    }
    return inputs
  }
}
