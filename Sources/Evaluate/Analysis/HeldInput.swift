import Acting

/// The inputs that a GRU is held at while its fixed points are searched.
public enum HeldInput: Sendable, Equatable {
  /// An observation of zeros.
  case zero
  /// The mean of the observations in a trajectory file.
  case mean
  /// Observations, each [O].
  case observations([[Double]])

  /// Each input as the policy sees it, [O].
  ///
  /// - Parameters:
  ///   - reader: what the mean is taken of.
  ///   - isAsSeen: whether zeros and observations are already as the policy sees them. Otherwise they are
  ///     in the units of the environment, and scaled as in training.
  /// - Throws: `HDF5Error` where the file's observations cannot be read, ``AnalysisError``.
  public func inputs(
    of trained: TrainedPolicy, in reader: TrajectoryReader, isAsSeen: Bool = false
  ) throws -> [[Double]] {
    let size = trained.policy.observationSize
    func scaled(_ input: [Double]) -> [Double] {
      guard !isAsSeen, let normalizer = trained.normalizer else { return input }
      return input.indices.map { normalizer.normalize(input[$0], at: $0) }
    }
    switch self {
    case .mean: return [try Self.mean(of: reader, size: size)]
    case .zero: return [scaled([Double](repeating: 0, count: size))]
    case .observations(let observations): return observations.map(scaled)
    }
  }

  /// The recorded observations are as the policy sees them.
  private static func mean(of reader: TrajectoryReader, size: Int) throws -> [Double] {
    var sums = [Double](repeating: 0, count: size)
    for episode in reader.episodes {
      let rows = try reader.rows("observations", as: Double.self, of: episode, width: size)
      for (index, value) in rows.values.enumerated() { sums[index % size] += value }
    }
    let count = reader.episodes.reduce(0) { $0 + $1.length }
    return sums.map { $0 / Double(count) }
  }
}

extension HeldInput {
  /// Reads a text with an observation in each line, its numbers separated by commas or blanks; lines that
  /// are empty or begin with # do not count.
  ///
  /// - Parameters:
  ///   - size: how many numbers an observation has, O.
  ///   - path: the file that the text is from, for errors.
  public init(parsing text: String, size: Int, path: String) throws(AnalysisError) {
    var inputs = [[Double]]()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split { $0 == "," || $0.isWhitespace }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
      guard numbers.count == words.count, numbers.count == size else {
        throw AnalysisError(
          .badData,
          """
          \(path), line \(index + 1): the policy observes \(size) numbers, and this line has \
          \(words.count) words, \(numbers.count) of them numbers.
          """)
      }
      inputs.append(numbers)
    }
    guard !inputs.isEmpty else {
      throw AnalysisError(.badData, "\(path): there is no observation in this file.")
    }
    self = .observations(inputs)
  }
}
