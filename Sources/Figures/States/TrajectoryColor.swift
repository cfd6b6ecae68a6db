import Evaluate

/// What the colours of trajectories stand for.
public enum TrajectoryColor: Equatable, Sendable {
  case time, episode, episodeReturn
  /// A recorded series, or one column of it.
  case series(String, column: Int?)

  /// As in `time`, `episode`, `return`, `values` or `position:0`; nil for what can be none of these.
  public init?(_ text: String) {
    switch text {
    case "": return nil
    case "time": self = .time
    case "episode": self = .episode
    case "return": self = .episodeReturn
    default:
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let column = parts.count == 2 ? Int(parts[1]) : nil
      guard parts.count == 1 || (column ?? -1) >= 0, !parts[0].isEmpty else { return nil }
      self = .series(String(parts[0]), column: column)
    }
  }

  /// What stands beside the scale.
  func label(in reader: TrajectoryReader) throws -> String {
    switch self {
    case .time: return "time (steps)"
    case .episode: return "episode"
    case .episodeReturn: return "return of the episode"
    case .series(let name, let column):
      let unit = try reader.unit(of: name).map { " (\($0))" } ?? ""
      return name + (column.map { ":\($0)" } ?? "") + unit
    }
  }

  /// How the numbers become colours.
  ///
  /// - Parameters:
  ///   - values: Those of all steps that are drawn.
  ///   - isAngle: Whether they are angles in radians. A heading is in any case.
  func key(
    _ values: [Double], isAngle: Bool, in reader: TrajectoryReader
  ) throws -> ColorKey {
    var (isSeries, isHeading) = (false, false)
    if case .series(let name, _) = self {
      isSeries = true
      isHeading = name.split(separator: "/").last == "heading"
    }
    return ColorKey(
      label: try label(in: reader), values: values, isAngle: isAngle || isHeading,
      isDiscrete: isSeries)
  }

  /// A number for each step of an episode, [T].
  func values(of episode: TrajectoryReader.Episode, in reader: TrajectoryReader) throws -> [Double]
  {
    switch self {
    case .time: return (0..<episode.length).map(Double.init)
    case .episode: return [Double](repeating: Double(episode.number), count: episode.length)
    case .episodeReturn: return [Double](repeating: episode.episodeReturn, count: episode.length)
    case .series(let name, let column):
      let rows = try reader.rows(name, as: Double.self, of: episode)
      let width = rows.width
      guard let column = column ?? (width == 1 ? 0 : nil), column < width else {
        throw AnalysisError(
          .wrongUsage,
          """
          '\(name)' has \(width) columns. Give one of them to `color`, from \(name):0 to \
          \(name):\(width - 1).
          """)
      }
      return (0..<episode.length).map { rows.values[$0 * width + column] }
    }
  }
}
