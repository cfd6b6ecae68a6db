import HDF5

/// What is computed from all hidden states of a trajectory file.
public struct RecordedStates {
  public let reader: TrajectoryReader
  public let components: PrincipalComponents
  /// The number of states.
  public let count: Int

  /// - Throws: ``AnalysisError`` where there are fewer than two states, or more units than principal
  ///   components are computed for; `HDF5Error` where the file cannot be read.
  public init(_ reader: TrajectoryReader) throws {
    self.reader = reader
    var sums: CovarianceSums?
    for episode in reader.episodes {
      let states = try Self.states(of: episode, in: reader)
      if sums == nil {
        try Self.checkSize(states.shape[1], in: reader)
        sums = CovarianceSums(width: states.shape[1])
      }
      guard sums?.width == states.shape[1] else {
        throw AnalysisError(
          .badData,
          """
          \(reader.path): episode \(episode.number) has states of another size than those before. \
          The file was changed or made by another program; write it again.
          """)
      }
      sums?.add(states.values.span)
    }
    guard let sums, sums.count > 1 else {
      throw AnalysisError(.badData, "\(reader.path) holds fewer than two states.")
    }
    components = try PrincipalComponents(sums)
    count = sums.count
  }

  /// The covariance of more units takes minutes for each thousand of states.
  private static let mostUnits = 2_048

  private static func checkSize(_ unitCount: Int, in reader: TrajectoryReader) throws {
    guard unitCount > mostUnits else { return }
    throw AnalysisError(
      .badData,
      """
      \(reader.path): the states have \(unitCount) units, and principal components are computed for up to \
      \(mostUnits).
      """)
  }

  /// The hidden states that the steps of an episode end with, [T, H].
  package func states(of episode: TrajectoryReader.Episode) throws -> HDF5Array<Float> {
    try Self.states(of: episode, in: reader)
  }

  private static func states(
    of episode: TrajectoryReader.Episode, in reader: TrajectoryReader
  ) throws -> HDF5Array<Float> {
    try reader.rows(TrajectoryReader.hiddenStates, of: episode)
  }

  /// At most this many of the states, evenly spaced over all episodes, each [H].
  public func evenlySpaced(_ limit: Int) throws -> [[Double]] {
    var chosen = [[Double]]()
    var index = 0
    for episode in reader.episodes {
      let states = try states(of: episode)
      let width = states.shape[1]
      for row in 0..<states.shape[0] {
        // State i is the one that brings the number of chosen states, i · limit / count, to a new one.
        if count <= limit || (index + 1) * limit / count > index * limit / count {
          chosen.append(states.values[row * width..<(row + 1) * width].map(Double.init))
        }
        index += 1
      }
    }
    return chosen
  }
}
