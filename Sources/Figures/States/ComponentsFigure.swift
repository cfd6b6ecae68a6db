import Evaluate
import Experiments
import Foundation

/// A picture of hidden states along their principal components, with a panel that tells how much of the
/// variance each component carries.
///
///     let states = try RecordedStates(TrajectoryReader(URL(filePath: "traj.h5")))
///     try ComponentsFigure(of: states, color: .episode).write(to: URL(filePath: "hidden.png"))
public struct ComponentsFigure {
  let components: PrincipalComponents
  /// The components that are shown, counted from 0: two or three.
  let indices: [Int]
  let title: String
  let look: PictureLook
  /// What the colours of the palette mean; nil where there are none.
  var colorKey: ColorKey?
  /// gnuplot's blocks of data.
  private(set) var data = ""
  /// What is drawn, as gnuplot's `plot` and `splot` take it, the lowest first.
  private(set) var layers = [String]()
  /// The least and the largest coordinate along each component shown.
  private var ranges: [ClosedRange<Double>?]

  /// - Throws: `AnalysisError` where the states have no such components.
  init(
    _ components: PrincipalComponents, indices: [Int], title: String, look: PictureLook
  ) throws(AnalysisError) {
    guard (2...3).contains(indices.count), Set(indices).count == indices.count,
      indices.allSatisfy({ 0..<components.width ~= $0 })
    else {
      throw AnalysisError(
        .wrongUsage,
        """
        A picture shows two or three different components of the \(components.width) that the states \
        have, and not \(indices.map { String($0 + 1) }.joined(separator: ", ")).
        """)
    }
    self.components = components
    self.indices = indices
    self.title = title
    self.look = look
    ranges = [ClosedRange<Double>?](repeating: nil, count: indices.count)
  }

  /// The columns that hold the coordinates, such as `1:2`.
  var columns: String { (1...indices.count).map(String.init).joined(separator: ":") }

  /// Adds rows of coordinates, and of other numbers after them; empty ones separate lines.
  mutating func add(_ name: String, _ rows: [[Double]]) {
    data += GnuplotText.data(name, rows)
    for row in rows where !row.isEmpty {
      for axis in indices.indices {
        let range = ranges[axis] ?? row[axis]...row[axis]
        ranges[axis] = min(range.lowerBound, row[axis])...max(range.upperBound, row[axis])
      }
    }
  }

  mutating func draw(_ layer: String) { layers.append(layer) }

  // MARK: The page, in points

  private static let usualSize = (width: 720.0, height: 470.0)
  private static let barWidth = 14.0
  private var scale: Double { look.font.scale }
  private var layout: PictureLayout {
    PictureLayout(
      width: look.size.map { Double($0.width) } ?? Self.usualSize.width * max(scale, 1),
      height: look.size.map { Double($0.height) } ?? Self.usualSize.height * max(scale, 1))
  }
  private var isSpatial: Bool { indices.count == 3 }
  /// For the legend, the meaning of the colours and the panel.
  private var sideWidth: Double { 262 * scale }
  /// For the name of the axis and its longest number.
  private var left: Double {
    isSpatial ? 58 * scale : max(58, 40 + 7 * Double(yLabelLength)) * scale
  }
  private var yLabelLength: Int {
    AxisTicks(around: ranges[1] ?? 0...1, count: 8).labels.map(\.count).max() ?? 1
  }
  private var top: Double { 42 * scale }
  private var areaWidth: Double { layout.width - left - sideWidth }
  private var areaHeight: Double { layout.height - top - 56 * scale }
  private var sideLeft: Double { left + areaWidth + 18 * scale }
  private var panelHeight: Double { min(0.36 * areaHeight, 140 * scale) }

  /// Draws the picture with gnuplot. The ending of its name decides its format; a file that is there is
  /// replaced.
  ///
  /// - Throws: ``PlotError``, `FileError`.
  public func write(to url: URL) throws {
    // So much that the legend and the panel do not meet.
    let least = (width: left + sideWidth + 100 * scale, height: 330 * scale)
    guard layout.width >= least.width, layout.height >= least.height else {
      throw PlotError.tooSmall(
        leastWidth: Int(least.width.rounded(.up)), leastHeight: Int(least.height.rounded(.up)))
    }
    try Gnuplot.draw(
      script, to: url, width: Int(layout.width), height: Int(layout.height), font: look.font)
  }

  private var script: String {
    let shown = layers + (colorKey?.legend ?? [])
    return """
      \(GnuplotText.defaults)\(data)\(screeData)
      set multiplot
      set label 1 \(GnuplotText.quote(title)) at \(layout.place(x: left, y: 22 * scale)) left \
      textcolor '#222222'
      \(area)
      set key at \(layout.place(x: layout.width - 14 * scale, y: top)) right top samplen 1.5 \
      spacing 1.25 textcolor '#333333'
      \(axes)
      unset colorbox
      \(colorKey?.palette ?? "")
      \(isSpatial ? "splot" : "plot") \
      \(shown.joined(separator: ", \\\n  "))
      unset label
      unset key
      reset
      \(GnuplotText.defaults)
      unset colorbox
      \(colorKey.map(meaning) ?? "")
      \(scree)
      unset multiplot

      """
  }

  /// Where the states are drawn.
  private var area: String {
    guard isSpatial else {
      return layout.margins(left: left, top: top, width: areaWidth, height: areaHeight)
    }
    // The box with its numbers has half again as much around it as a plane.
    return """
      set origin \(24 * scale / layout.width),\(8 * scale / layout.height)
      set size \((left + areaWidth - 20 * scale) / layout.width),\(1 - 30 * scale / layout.height)
      set view 65,35,1,1.05
      set xyplane relative 0
      set border 4095 linecolor '#bbbbbb' linewidth 0.5
      """
  }

  private var axes: String {
    zip(["x", "y", "z"], indices.indices).map { axis, position in
      let index = indices[position]
      let share = String(format: "%.1f %%", 100 * components.explainedVariance[index])
      let ticks = AxisTicks(
        around: ranges[position] ?? 0...1, count: isSpatial ? 6 : 8,
        clearance: isSpatial ? 0.06 : 0)
      let label = GnuplotText.quote(
        isSpatial
          ? "component \(index + 1) (\(share))"
          : "component \(index + 1) (\(share) of variance)")
      // Far enough from the numbers, which lie along the same edge.
      let place = ["x": " rotate parallel offset 0,-0.5", "y": " rotate parallel offset 0,-0.5"]
      let offset = isSpatial ? place[axis] ?? " rotate by 90 offset -1,0" : ""
      return ticks.commands(axis) + "set \(axis)label \(label)\(offset)\n"
    }.joined()
  }

  // MARK: The colours

  private func meaning(of key: ColorKey) -> String {
    switch key {
    case .classes: ""
    case .bar(let label, let range): key.palette + bar(label, range)
    case .wheel(let label): key.palette + wheel(label)
    }
  }

  /// The scale of the colours as an image, for the seams between gnuplot's own boxes show in a PDF.
  private func bar(_ label: String, _ range: ClosedRange<Double>) -> String {
    let isConstant = range.lowerBound == range.upperBound
    let end = isConstant ? range.lowerBound + 1 : range.upperBound
    let count = 256
    let length = end - range.lowerBound
    let rows = (0..<count).flatMap { index in
      let value = range.lowerBound + length * (Double(index) + 0.5) / Double(count)
      return [[0.25, value, value], [0.75, value, value]]
    }
    let ticks =
      isConstant
      ? "set y2range [\(range.lowerBound):\(end)]\nset y2tics ('\(range.lowerBound)' \(range.lowerBound))\n"
      : AxisTicks(range.lowerBound...end, count: 7).commands("y2")
    return GnuplotText.data("bar", rows)
      + layout.margins(
        left: sideLeft, top: top, width: Self.barWidth * scale, height: areaHeight) + """
        set border 0
        unset xtics
        unset ytics
        set xrange [0:1]
        set yrange [\(range.lowerBound):\(end)]
        \(ticks)
        set y2label \(GnuplotText.quote(label)) textcolor '#333333'
        plot $bar using 1:2:3 with image
        unset y2tics
        unset y2label

        """
  }

  /// A ring in the colours of all angles.
  private func wheel(_ label: String) -> String {
    let size = 96 * scale
    let count = 360
    let rows = (0...count).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return [cos(angle), sin(angle), Double(index % count) / Double(count)]
    }
    return GnuplotText.data("wheel", rows)
      + layout.margins(
        left: sideLeft + 18 * scale, top: top + 70 * scale, width: size, height: size)
        + """
        set border 0
        unset xtics
        unset ytics
        set xrange [-1.6:1.6]
        set yrange [-1.6:1.6]
        set size ratio -1
        set label 1 '0' at 1.3,0 left
        set label 2 'π/2' at 0,1.5 center
        set label 3 'π' at -1.3,0 right
        set label 4 '3π/2' at 0,-1.5 center
        set label 5 \(GnuplotText.quote(label)) at 0,-2.2 center textcolor '#333333'
        plot $wheel using 1:2:3 with points pointtype 7 pointsize 0.9 linecolor palette
        unset label
        set size noratio

        """
  }

  // MARK: The panel

  private static let mostBars = 10

  private var screeData: String {
    let shares = components.explainedVariance.prefix(Self.mostBars)
    var total = 0.0
    return GnuplotText.data(
      "scree",
      shares.enumerated().map { index, share in
        total += share
        return [Double(index + 1), 100 * share, 100 * total, indices.contains(index) ? 1 : 0]
      })
  }

  private var componentTicks: [Double] {
    let count = min(components.width, Self.mostBars)
    return stride(from: count > 5 ? 3 : 1, through: count, by: count > 5 ? 3 : 1).map(Double.init)
  }

  private var scree: String {
    layout.margins(
      left: layout.width - 104 * scale, top: top + areaHeight - panelHeight, width: 88 * scale,
      height: panelHeight) + """
        set border 3 linecolor '#555555' linewidth 1
        set xlabel 'component' norotate
        unset ylabel
        set label 1 'variance (%)' at graph 1,1 offset 0,0.7 right
        \(AxisTicks(
          0.4...Double(min(components.width, Self.mostBars)) + 0.6, ticks: componentTicks
        ).commands("x"))
        \(AxisTicks(0...105, ticks: [0, 50, 100]).commands("y"))
        set boxwidth 0.7
        set style fill solid noborder
        set key off
        plot $scree using 1:2 with boxes linecolor '#b5b5b5', \
          $scree using 1:($4 > 0 ? $2 : NaN) with boxes linecolor '#414487', \
          $scree using 1:3 with linespoints linecolor '#222222' pointtype 7 pointsize 0.3
        """
  }
}
