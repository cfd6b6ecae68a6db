import Evaluate
import Experiments
import Foundation

extension ComponentsFigure {
  /// Draws episodes through the space of their hidden states.
  ///
  /// - Parameters:
  ///   - episodes: those that are drawn; nil for the first ``usualEpisodes``.
  ///   - indices: the principal components that are shown, two or three, counted from 0.
  ///   - color: what the colours show.
  ///   - isAngle: whether that is an angle in radians; the colours then close to a circle.
  /// - Throws: `AnalysisError` where the states have no such components or colours, `HDF5Error` where a
  ///   series cannot be read.
  public init(
    of recorded: RecordedStates, episodes: [TrajectoryReader.Episode]? = nil,
    components indices: [Int] = [0, 1], color: TrajectoryColor = .time, isAngle: Bool = false,
    look: PictureLook = PictureLook()
  ) throws {
    let chosen = episodes ?? Array(recorded.reader.episodes.prefix(Self.usualEpisodes))
    try self.init(
      recorded.components, indices: indices, title: Self.title(recorded, drawn: chosen.count),
      look: look)
    try drawTrajectories(of: chosen, in: recorded, color: color, isAngle: isAngle)
  }

  private static func title(_ recorded: RecordedStates, drawn: Int) -> String {
    let (total, width) = (recorded.reader.episodes.count, recorded.components.width)
    let dimension = String(format: "%.1f", recorded.components.effectiveDimension)
    return "\(Count.text(recorded.count, "hidden state")) of \(Count.text(width, "unit")), "
      + "effective dimension \(dimension); "
      + (drawn == total
        ? Count.text(total, "episode") : "\(drawn) of \(Count.text(total, "episode")) drawn")
  }

  /// Draws each episode as a line, its first state as a ring and its last as a cross.
  private mutating func drawTrajectories(
    of episodes: [TrajectoryReader.Episode], in recorded: RecordedStates, color: TrajectoryColor,
    isAngle: Bool
  ) throws {
    let isByEpisode = color == .episode && episodes.count <= GnuplotText.classColors.count
    let values = try episodes.map { try color.values(of: $0, in: recorded.reader) }
    let key = try color.key(
      values.flatMap { $0 }, isAngle: isAngle, in: recorded.reader)
    var ends = (first: [[Double]](), last: [[Double]]())
    var all = [[Double]]()
    for (index, episode) in episodes.enumerated() where episode.length > 0 {
      let rows = zip(try places(of: episode, in: recorded), values[index]).map {
        $0 + [key.paletteValue($1)]
      }
      ends.first.append(rows[0])
      ends.last.append(rows[rows.count - 1])
      if isByEpisode {
        add("episode\(index)", rows)
        draw(
          """
          $episode\(index) using \(columns) with linespoints linecolor \
          '\(GnuplotText.classColors[index])' dashtype \(index + 1) pointtype \(index + 4) \
          pointsize 0.35 title 'episode \(episode.number)'
          """)
      } else {
        all += rows + [[], []]
      }
    }
    if !isByEpisode {
      add("states", all)
      let colored = "$states using \(columns):\(indices.count + 1)"
      // Between two classes there is no colour.
      let isGraded = if case .classes = key { false } else { true }
      draw("\(colored) with lines linecolor \(isGraded ? "palette" : "'#c4c4c4'") linewidth 0.4")
      draw("\(colored) with points linecolor palette pointtype 7 pointsize 0.25")
      colorKey = key
    }
    add("first", ends.first)
    add("last", ends.last)
    let mark = "linecolor '#000000' pointsize 0.7 linewidth 1"
    draw("$first using \(columns) with points pointtype 6 \(mark) title 'first state'")
    draw("$last using \(columns) with points pointtype 2 \(mark) title 'last state'")
  }

  /// Draws episodes as thin grey lines, below what matters more.
  mutating func drawBackground(
    of episodes: [TrajectoryReader.Episode], in recorded: RecordedStates
  ) throws {
    add("states", try episodes.flatMap { try places(of: $0, in: recorded) + [[], []] })
    draw("$states using \(columns) with lines linecolor '#c4c4c4' linewidth 0.5 title 'episodes'")
  }

  private func places(
    of episode: TrajectoryReader.Episode, in recorded: RecordedStates
  ) throws -> [[Double]] {
    components.project(rows: try recorded.states(of: episode).values, on: indices)
  }
}
