import Experiments
import Files
import Foundation

/// Learning curves of runs in panels, with their intervals, and one legend for all.
///
///     let runs = try RunDirectory.all(in: URL(filePath: "runs")).map(RunSummary.init)
///     try CurvesFigure(of: runs).write(to: URL(filePath: "curves.png"))
public struct CurvesFigure {
  private let plan: CurvesPlan
  private let panels: [CurvesPlan.Panel]
  /// Whether the single runs are drawn, too.
  private let showsRuns: Bool
  private let look: PictureLook

  /// Puts runs together to curves.
  ///
  /// - Parameters:
  ///   - runs: those that can be read; see `readable(x:y:)`.
  ///   - showsRuns: whether the single runs are drawn, too.
  /// - Throws: `RunQueryError` where the plan asks for what the runs do not have, or none has made an
  ///   update yet; `FileError`.
  public init(
    of runs: [RunSummary], plan: CurvesPlan = CurvesPlan(), showsRuns: Bool = false,
    look: PictureLook = PictureLook()
  ) throws {
    self.plan = plan
    panels = try plan.panels(of: runs)
    self.showsRuns = showsRuns
    self.look = look
  }

  /// What the picture does not show, in sentences.
  public var notes: [String] { plan.notes(on: panels) }

  // In points.
  private var letterScale: Double { look.font.scale }
  private var left: Double { 76 * letterScale }
  private var top: Double { 28 * letterScale }
  private var bottom: Double { 60 * letterScale }
  private var right: Double { 14 * letterScale }
  private var legendRow: Double { 17 * letterScale }
  private static let usualPanel = (width: 300.0, height: 200.0)
  private static let leastPanel = (width: 80.0, height: 60.0)

  /// What the picture leaves to each panel, or the usual size.
  private var panelWidth: Double {
    guard let size = look.size else { return Self.usualPanel.width }
    return (Double(size.width) - legendWidth) / Double(columnCount) - left - right
  }
  private var panelHeight: Double {
    guard let size = look.size else { return Self.usualPanel.height }
    return Double(size.height) / Double(rowCount) - top - bottom
  }

  private var columnCount: Int { min(panels.count, panels.count == 4 ? 2 : 3) }
  private var rowCount: Int { (panels.count + columnCount - 1) / columnCount }
  private var cellWidth: Double { left + panelWidth + right }
  private var cellHeight: Double { top + panelHeight + bottom }
  private var groups: [String] { plan.groups(of: panels) }
  /// Wide enough for the longest name, at a little over eight points a letter.
  private var legendWidth: Double {
    (70 + 8.4 * Double(groups.map { OutgoingText.label($0).count }.max() ?? 0)) * letterScale
  }
  private var layout: PictureLayout {
    let width = cellWidth * Double(columnCount) + legendWidth
    let height = cellHeight * Double(rowCount)
    // The legend may be higher than the panels.
    return PictureLayout(
      width: width.rounded(),
      height: look.size == nil
        ? max(height, legendRow * Double(groups.count) + 40 * letterScale).rounded()
        : height.rounded())
  }

  /// Draws the picture with gnuplot. The ending of its name decides its format; a file that is there is
  /// replaced.
  ///
  /// - Throws: ``PlotError``, `FileError`.
  public func write(to url: URL) throws {
    let missing = (
      width: Self.leastPanel.width - panelWidth, height: Self.leastPanel.height - panelHeight
    )
    guard missing.width <= 0, missing.height <= 0 else {
      throw PlotError.tooSmall(
        leastWidth: Int(
          (layout.width + max(missing.width, 0) * Double(columnCount)).rounded(.up)),
        leastHeight: Int((layout.height + max(missing.height, 0) * Double(rowCount)).rounded(.up)))
    }
    var script = GnuplotText.defaults + "set multiplot\nunset key\n"
    for (index, panel) in panels.enumerated() { script += draw(panel, at: index) }
    script += legend + "unset multiplot\n"
    try Gnuplot.draw(
      script, to: url, width: Int(layout.width), height: Int(layout.height), font: look.font)
  }

  /// Lines of different groups differ in colour and in their dashes, so that they do in grey, too.
  private func style(of group: String) -> (color: String, dashes: String) {
    let index = groups.firstIndex(of: group) ?? 0
    let colors = GnuplotText.classColors
    return (colors[index % colors.count], Self.dashes[index % Self.dashes.count])
  }

  private static let dashes = ["solid", "(9,3)", "(3,2)", "(10,3,3,3)", "(16,4)"]

  private func draw(_ panel: CurvesPlan.Panel, at index: Int) -> String {
    let left = cellWidth * Double(index % columnCount) + self.left
    let top = cellHeight * Double(index / columnCount) + self.top
    var data = ""
    var (bands, thin, lines) = ([String](), [String](), [String]())
    for (number, line) in panel.lines.enumerated() {
      let name = "p\(index)_\(number)"
      let style = style(of: line.name)
      data += GnuplotText.data(name, rows(of: line.aggregate))
      if line.aggregate.intervals != nil {
        bands.append(
          "$\(name) using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder "
            + "linecolor '\(style.color)'")
      }
      if showsRuns {
        data += GnuplotText.data(
          "\(name)_runs",
          line.runs.flatMap { run in
            zip(run.x, run.y).map { [$0 * scale.factor, $1] } + [[]]
          })
        thin.append("$\(name)_runs using 1:2 with lines linewidth 0.4 linecolor '\(style.color)'")
      }
      lines.append(
        "$\(name) using 1:2 with lines linewidth 1.5 dashtype \(style.dashes) "
          + "linecolor '\(style.color)'")
    }
    let layers = bands + thin + lines
    return data
      + layout.margins(left: left, top: top, width: panelWidth, height: panelHeight) + """
        set border 3 linecolor '#555555'
        set tics
        set autoscale
        set xrange [0:*]
        set grid ytics linecolor '#e4e4e4' linetype 1 linewidth 0.5
        set label 1 \(GnuplotText.quote(panel.title)) at graph 0,1 offset 0,0.8 left
        set xlabel \(GnuplotText.quote(scale.label)) textcolor '#333333'
        set ylabel \(GnuplotText.quote(index % columnCount == 0 ? yLabel : "")) textcolor '#333333'
        \(layers.isEmpty ? "" : "plot " + layers.joined(separator: ", \\\n  "))

        """
  }

  private func rows(of curve: AggregateCurve) -> [[Double]] {
    curve.x.indices.map { index in
      let interval = curve.intervals?[index]
      return [
        curve.x[index] * scale.factor, curve.center[index], interval?.low ?? .nan,
        interval?.high ?? .nan,
      ]
    }
  }

  private var legend: String {
    let left = cellWidth * Double(columnCount)
    let entries = groups.map { group in
      let style = style(of: group)
      return "NaN with lines linewidth 1.5 dashtype \(style.dashes) linecolor '\(style.color)' "
        + "title \(GnuplotText.quote(group))"
    }
    return layout.margins(left: left, top: top, width: legendWidth, height: panelHeight) + """
      unset border
      unset tics
      unset grid
      unset xlabel
      unset ylabel
      unset label
      set xrange [0:1]
      set yrange [0:1]
      set key at graph 0,1 left top Left reverse samplen 3 spacing 1.2 textcolor '#333333'
      plot \(entries.joined(separator: ", \\\n  "))

      """
  }

  // MARK: Axes

  private var largest: Double {
    panels.flatMap(\.lines).map { showsRuns ? $0.aggregate.longest : $0.aggregate.shortest }.max()
      ?? 0
  }

  /// The unit along x in which its numbers are short.
  private var scale: (factor: Double, label: String) {
    if plan.x == "time" {
      switch largest {
      case ..<300: return (1, "time (s)")
      case ..<18000: return (1 / 60, "time (min)")
      default: return (1 / 3600, "time (h)")
      }
    }
    switch largest {
    case ..<10_000: return (1, plan.x)
    case ..<1_000_000: return (1e-3, "\(plan.x) (thousands)")
    default: return (1e-6, "\(plan.x) (millions)")
    }
  }

  private var yLabel: String {
    plan.y == "return" ? "mean return" : plan.y.replacingOccurrences(of: "_", with: " ")
  }
}
