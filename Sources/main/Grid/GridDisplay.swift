import Experiments
import Foundation

/// What a person sees of a grid: one table that is drawn again and again, or lines without a terminal.
final class GridDisplay: GridObserver {
  private let runs: [GridRun]
  private let lines: LiveLines
  private let isLive: Bool
  private let style: TerminalStyle
  private let began = Date()
  /// How fast each run advances.
  private var paces: [Pace]
  private var lastShown = Date.distantPast

  init(runs: [GridRun]) {
    self.runs = runs
    paces = Array(repeating: Pace(), count: runs.count)
    let output = StatusOutput.choose(isQuiet: false)
    isLive = output == .live
    lines = LiveLines(output)
    style = TerminalStyle(width: 80, environment: ProcessInfo.processInfo.environment)
  }

  func begin(_ states: [GridState], jobs: Int, threads: Int) {
    let done = states.count { if case .skipped = $0 { true } else { false } }
    lines.message(
      """
      \(HumanUnits.counted(runs.count, "run"))\(done > 0 ? ", \(done) of them done before" : ""), \
      \(jobs) at a time, \(HumanUnits.counted(threads, "thread")) each
      """)
  }

  /// Says what has become of a run.
  func tell(_ index: Int, _ state: GridState) {
    switch state {
    case .failed(let reason): lines.message("\(state.name)  \(runs[index].name): \(reason)")
    case .running where isLive: break
    default: lines.message("\(state.name)  \(runs[index].name)\(reached(runs[index]))")
    }
  }

  private func reached(_ run: GridRun) -> String {
    let row = progress(of: run)
    return row.steps == nil ? "" : ", \(steps(row)) steps, return \(value(row))"
  }

  /// Draws the table, a few times a second.
  func show(_ states: [GridState]) {
    guard isLive, -lastShown.timeIntervalSinceNow > 0.25 else { return }
    lastShown = Date()
    let rows = states.indices.map { progress(of: runs[$0], in: states[$0]) }
    let seconds = -began.timeIntervalSinceNow
    for (index, row) in rows.enumerated() where states[index].isAtWork {
      if let steps = row.steps { paces[index].note(steps: steps, seconds: seconds) }
    }
    let left = timeLeft(states, rows, at: seconds)
      .map { ", about \(HumanUnits.duration(seconds: $0)) left" }
    lines.show([(summary(states) + (left ?? ""), nil)] + table(states, rows, at: seconds))
  }

  /// The time until all runs are done: their steps at the pace of those at work, or the time of the run
  /// that takes longest.
  private func timeLeft(
    _ states: [GridState], _ rows: [Progress], at seconds: Double
  ) -> Double? {
    var (steps, pace, longest) = (0.0, 0.0, 0.0)
    for (index, state) in states.enumerated() where state.isAtWork || state.isWaiting {
      let total = Double(runs[index].totalSteps)
      steps += max(total - (rows[index].steps ?? 0), 0)
      guard state.isAtWork else { continue }
      pace += paces[index].stepsPerSecond ?? 0
      longest = max(longest, paces[index].secondsLeft(until: total, at: seconds) ?? 0)
    }
    return pace > 0 && steps > 0 ? max(steps / pace, longest) : nil
  }

  func end(_ states: [GridState]) {
    lines.show([])
    lines.message(summary(states))
  }

  private func summary(_ states: [GridState]) -> String {
    let counts = Dictionary(grouping: states, by: \.name)
      .sorted { $0.value[0].rank < $1.value[0].rank }
      .map { "\($0.value.count) \($0.key)" }.joined(separator: ", ")
    return counts + ", " + HumanUnits.duration(seconds: -began.timeIntervalSinceNow)
  }

  /// As many runs as there is room for, those at work first.
  private func table(
    _ states: [GridState], _ rows: [Progress], at seconds: Double
  ) -> [LiveLines.Line] {
    let order = states.indices.sorted { (states[$0].rank, $0) < (states[$1].rank, $1) }
    let room = max(lines.room - 3, 1)
    let shown = order.count <= room ? order[...] : order.prefix(room - 1)
    let heading = ["  state", "run", "steps", "return", "time", "left"]
    let cells = shown.map { index in
      let (state, progress) = (states[index], rows[index])
      var row = ["  \(state.name)", runs[index].name]
      if !state.isWaiting { row += [steps(progress), value(progress)] }
      if case .running(let process) = state {
        row.append(HumanUnits.duration(seconds: process.seconds))
      }
      if state.isAtWork {
        let left = paces[index].secondsLeft(until: Double(runs[index].totalSteps), at: seconds)
        if row.count == 4 { row.append("-") }
        row.append(left.map { HumanUnits.duration(seconds: $0) } ?? "-")
      }
      return row
    }
    let text = Self.fitted([heading] + cells, width: lines.width).split(separator: "\n")
    return [(String(text[0]), nil)]
      + zip(shown, text.dropFirst()).map { (String($1), color(of: states[$0])) }
      + (shown.count < order.count ? [("  ... and \(order.count - shown.count) more", nil)] : [])
  }

  /// The table, in which names give way where there is too little room for all columns.
  private static func fitted(_ rows: [[String]], width: Int) -> String {
    let text = Table.text(rows, rightAligned: [2, 3, 4, 5])
    let surplus = text.split(separator: "\n").reduce(0) { max($0, $1.count) } - width
    guard surplus > 0 else { return text }
    let widest = rows.reduce(0) { max($0, $1[1].count) }
    let shortened = rows.map { row in
      var row = row
      row[1] = TextWrapping.shortened(row[1], width: max(widest - surplus, 12))
      return row
    }
    return Table.text(shortened, rightAligned: [2, 3, 4, 5])
  }

  private func color(of state: GridState) -> Int? {
    guard style.hasColor else { return nil }
    return switch state {
    case .running, .elsewhere: 36
    case .finished, .skipped: 32
    case .failed: 31
    case .waiting, .stopped: 2
    }
  }

  // MARK: Numbers

  private typealias Progress = (steps: Double?, meanReturn: Double?)

  /// Nothing of a run that waits, so that a large grid is drawn as fast as a small one.
  private func progress(of run: GridRun, in state: GridState) -> Progress {
    state.isWaiting ? (nil, nil) : progress(of: run)
  }

  private func progress(of run: GridRun) -> Progress {
    let table = ProgressTable(endOf: run.directory.progress)
    return (table?.last("steps"), table?.last("return_mean"))
  }

  private func steps(_ row: Progress) -> String {
    row.steps.map(HumanUnits.count) ?? "-"
  }

  private func value(_ row: Progress) -> String {
    row.meanReturn.map(HumanUnits.value) ?? "-"
  }
}
