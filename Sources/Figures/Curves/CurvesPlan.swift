import Experiments
import Foundation

/// Which curves are drawn, and how runs are put together to them.
public struct CurvesPlan: Sendable {
  /// What the curves run along, `steps`, `time` (seconds of training) or a column of `progress.csv` or
  /// `timing.csv`; and what is drawn, `return` or such a column.
  public var x = "steps", y = "return"
  /// The setting whose values decide which runs form a group: one line each.
  public var group = "name"
  /// The setting that each of its values gets a panel for; nil for one panel.
  public var panel: String?
  /// What stands for a group.
  public var center = Center.mean
  /// Each run's values are averaged over this many rows first, from 1.
  public var smooth = 1

  public init() {}

  /// The lines of one panel.
  struct Panel {
    let title: String
    var lines: [Line]
  }

  struct Line {
    let name: String
    let runs: [Curve]
    let aggregate: AggregateCurve
  }

  /// - Throws: `RunQueryError`, `FileError`.
  func panels(of runs: [RunSummary]) throws -> [Panel] {
    for key in [group, panel].compactMap(\.self) { try runs.requireSetting(key) }
    let panels = try Self.ordered(runs) { run in panel.map { run[$0] ?? "-" } ?? "" }
      .map { title, runs in
        Panel(title: title, lines: try lines(of: runs))
      }
    guard panels.contains(where: { !$0.lines.isEmpty }) else {
      throw RunQueryError.nothingLeft(
        "None of the \(runs.count) runs has values of \(y) to draw yet. Train them further, or "
          + "choose others.")
    }
    return panels
  }

  private func lines(of runs: [RunSummary]) throws -> [Line] {
    try Self.ordered(runs) { $0[group] ?? "-" }.compactMap { name, runs in
      let curves = try runs.map { run in
        try Curve(of: run.directory, x: x, y: y).smoothed(width: smooth)
      }.filter { !$0.x.isEmpty }
      return AggregateCurve(curves, center: center).map {
        Line(name: name, runs: curves, aggregate: $0)
      }
    }
  }

  /// The runs by a key, the keys in the order that people expect: 2 before 10.
  private static func ordered(
    _ runs: [RunSummary], by key: (RunSummary) -> String
  ) -> [(String, [RunSummary])] {
    Dictionary(grouping: runs, by: key)
      .sorted { NaturalOrder.precedes($0.key, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// The groups in the order of their colours.
  func groups(of panels: [Panel]) -> [String] {
    var names = [String]()
    for line in panels.flatMap(\.lines) where !names.contains(line.name) { names.append(line.name) }
    return names
  }

  /// What the picture does not show.
  func notes(on panels: [Panel]) -> [String] {
    // Runs never take the same time.
    if x == "time" { return [] }
    return panels.flatMap { panel in
      panel.lines.filter { $0.aggregate.shortest < 0.9 * $0.aggregate.longest }.map { line in
        let place = panel.title.isEmpty ? "" : " in \(panel.title)"
        return """
          The line of \(line.name)\(place) ends at \(HumanUnits.count(line.aggregate.shortest)) \
          \(x), with its shortest run; the longest goes to \
          \(HumanUnits.count(line.aggregate.longest)).
          """
      }
    }
  }
}
