import Experiments
import Foundation

/// What a person sees of a grid: one table that is drawn again and again, or lines without a terminal.
final class GridDisplay {
  private let runs: [GridRun]
  private let lines: LiveLines
  private let isLive: Bool
  private let style: TerminalStyle
  private let began = Date()
  private var lastShown = Date.distantPast

  init(runs: [GridRun]) {
    self.runs = runs
    let output = StatusOutput.choose(isQuiet: false)
    isLive = output == .live
    lines = LiveLines(output)
    style = TerminalStyle(width: 80, environment: ProcessInfo.processInfo.environment)
  }

  func begin(_ states: [GridState], jobs: Int, threads: Int) {
    let done = states.count { if case .skipped = $0 { true } else { false } }
    lines.message(
      """
      \(runs.count) run\(runs.count == 1 ? "" : "s")\(done > 0 ? ", \(done) of them done before" : ""), \(jobs) at a time, \
      \(threads) thread\(threads == 1 ? "" : "s") each
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
    lines.show([(summary(states), nil)] + table(states))
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
  private func table(_ states: [GridState]) -> [LiveLines.Line] {
    let order = states.indices.sorted { (states[$0].rank, $0) < (states[$1].rank, $1) }
    let room = max(lines.room - 2, 1)
    let shown = order.count <= room ? order[...] : order.prefix(room - 1)
    let rows = shown.map { index in
      let state = states[index]
      var row = ["  \(state.name)", runs[index].name]
      if state.rank != GridState.waiting.rank {
        let progress = progress(of: runs[index])
        row += [steps(progress), value(progress)]
      }
      if case .running(let process) = state {
        row.append(HumanUnits.duration(seconds: process.seconds))
      }
      return row
    }
    let text = Table.text(rows, rightAligned: [2, 3, 4]).split(separator: "\n")
    return zip(shown, text).map { (String($1), color(of: states[$0])) }
      + (shown.count < order.count ? [("  ... and \(order.count - shown.count) more", nil)] : [])
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

  private func progress(of run: GridRun) -> (steps: Double?, meanReturn: Double?) {
    let table = ProgressTable(endOf: run.directory.progress)
    return (table?.last("steps"), table?.last("return_mean"))
  }

  private func steps(_ row: (steps: Double?, meanReturn: Double?)) -> String {
    row.steps.map(HumanUnits.count) ?? "-"
  }

  private func value(_ row: (steps: Double?, meanReturn: Double?)) -> String {
    row.meanReturn.map(HumanUnits.value) ?? "-"
  }
}
