import Evaluate
import Experiments

extension ComponentsFigure {
  /// Draws each episode as a line, its first state as a ring and its last as a cross.
  mutating func drawTrajectories(
    of episodes: [TrajectoryReader.Episode], in recorded: RecordedStates, color: TrajectoryColor
  ) throws {
    let isByClass = color == .episode && episodes.count <= GnuplotText.classColors.count
    var ends = (first: [[Double]](), last: [[Double]]())
    var all = [[Double]]()
    for (index, episode) in episodes.enumerated() where episode.length > 0 {
      let values = try color.values(of: episode, in: recorded.reader)
      let rows = zip(try places(of: episode, in: recorded), values).map { $0 + [$1] }
      ends.first.append(rows[0])
      ends.last.append(rows[rows.count - 1])
      if isByClass {
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
    if !isByClass {
      add("states", all)
      let colored = "$states using \(columns):\(indices.count + 1)"
      draw("\(colored) with lines linecolor palette linewidth 0.4")
      draw("\(colored) with points linecolor palette pointtype 7 pointsize 0.25")
      colorLabel = try color.label(in: recorded.reader)
    }
    add("first", ends.first)
    add("last", ends.last)
    let mark = "linecolor '#000000' pointsize 0.7 linewidth 1"
    draw("$first using \(columns) with points pointtype 6 \(mark) title 'first state'")
    draw("$last using \(columns) with points pointtype 2 \(mark) title 'last state'")
  }

  /// Draws episodes as thin grey lines, behind what matters more.
  mutating func drawBackground(
    of episodes: [TrajectoryReader.Episode], in recorded: RecordedStates
  ) throws {
    add("states", try episodes.flatMap { try places(of: $0, in: recorded) + [[], []] })
    draw("$states using \(columns) with lines linecolor '#c4c4c4' linewidth 0.5 title 'episodes'")
  }

  private func places(
    of episode: TrajectoryReader.Episode, in recorded: RecordedStates
  ) throws -> [[Double]] {
    let states = try recorded.states(of: episode)
    let width = states.shape[1]
    return (0..<states.shape[0]).map { project(states.values[$0 * width..<($0 + 1) * width]) }
  }
}
