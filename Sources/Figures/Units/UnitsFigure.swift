import Environments
import Evaluate
import Experiments
import Foundation

/// A page of units: for each a map of its mean activation over the place and, where headings are known,
/// around a circle.
public struct UnitsFigure {
  let map: UnitMaps
  let units: [UnitMaps.Unit]
  let look: PictureLook

  /// How many units a page shows where nobody chose them, and how many fit onto it.
  public static let usualUnits = 16, mostUnits = 24

  /// - Parameter units: those that are drawn, of which a page holds ``mostUnits``; nil for the
  ///   ``usualUnits`` that tell most about the place.
  /// - Throws: `AnalysisError` where there are none or more than fit onto a page.
  public init(
    of map: UnitMaps, units: [UnitMaps.Unit]? = nil, look: PictureLook = PictureLook()
  ) throws {
    self.map = map
    self.units = units ?? Array(map.byInformation.prefix(Self.usualUnits))
    self.look = look
    guard 1...Self.mostUnits ~= self.units.count else {
      throw AnalysisError(
        .wrongUsage, "A page holds 1 to \(Self.mostUnits) units, and not \(self.units.count).")
    }
  }

  // MARK: The page, in points

  var scale: Double { look.font.scale }
  private var columnCount: Int { min(4, units.count) }
  private var rowCount: Int { (units.count + columnCount - 1) / columnCount }
  private var titleHeight: Double { 20 * scale }
  private var headHeight: Double { 6 * scale }
  private var footHeight: Double { 80 * scale }
  private var gap: Double { 14 * scale }
  /// For the numbers and the name of the lower and the left axes.
  private var axisHeight: Double { 34 * scale }
  private var axisWidth: Double { (36 + 7 * Double(longestNumber)) * scale }
  private var usualMapHeight: Double {
    switch units.count {
    case 1: 220
    case 2...4: 140
    default: 101
    }
  }
  private static let leastMapHeight = 40.0

  private var aspect: Double { min(max(map.grid.x.length / map.grid.y.length, 0.4), 2.5) }

  /// As high as the picture allows, or usual.
  var mapHeight: Double {
    guard let size = look.size else { return usualMapHeight * max(scale, 1) }
    let rows = Double(rowCount)
    let free = Double(size.height) - headHeight - footHeight - axisHeight
    let high = free / rows - titleHeight - gap
    let columns = Double(columnCount)
    let wide = (Double(size.width) - axisWidth - gap) / columns - 2 * gap
    return min(high, wide / (aspect + polarShare))
  }

  private var mapWidth: Double { mapHeight * aspect }
  /// The width of a circle as a part of the map's height.
  private var polarShare: Double { map.hasHeading ? 0.95 : 0 }
  private var cellHeight: Double { titleHeight + mapHeight + gap }
  private var cellWidth: Double {
    let needed = mapWidth + mapHeight * polarShare + 2 * gap
    if let size = look.size {
      return max(needed, (Double(size.width) - axisWidth - gap) / Double(columnCount))
    }
    // Room for the title above.
    return max(needed, 172 * scale)
  }

  var layout: PictureLayout {
    if let size = look.size {
      return PictureLayout(width: Double(size.width), height: Double(size.height))
    }
    let width = axisWidth + cellWidth * Double(columnCount) + gap
    // The lines below are as long as this.
    return PictureLayout(
      width: max(width, 580 * scale).rounded(),
      height: (headHeight + cellHeight * Double(rowCount) + axisHeight + footHeight).rounded())
  }

  /// Draws the page with gnuplot. The ending of its name decides its format; a file that is there is
  /// replaced.
  ///
  /// - Throws: ``PlotError``, `FileError`.
  public func write(to url: URL) throws {
    guard mapHeight >= Self.leastMapHeight else {
      let missing = Self.leastMapHeight - mapHeight
      throw PlotError.tooSmall(
        leastWidth: Int(
          (layout.width + missing * (aspect + polarShare) * Double(columnCount)).rounded(.up)),
        leastHeight: Int((layout.height + missing * Double(rowCount)).rounded(.up)))
    }
    var script =
      GnuplotText.defaults + """
        set multiplot
        unset key
        unset colorbox
        set palette maxcolors 256
        set tics front

        """
    for (index, unit) in units.enumerated() { script += cell(of: unit, at: index) }
    script += foot + "unset multiplot\n"
    try Gnuplot.draw(
      script, to: url, width: Int(layout.width), height: Int(layout.height), font: look.font)
  }

  // MARK: A map

  private func cell(of unit: UnitMaps.Unit, at index: Int) -> String {
    let left = axisWidth + cellWidth * Double(index % columnCount)
    let top = headHeight + cellHeight * Double(index / columnCount) + titleHeight
    let known = unit.place.means.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 1)
    return GnuplotText.data("unit\(index)", rows(unit.place.means))
      + layout.margins(left: left, top: top, width: mapWidth, height: mapHeight) + """
        set border \(map.plan?.walls.isEmpty == false ? 0 : 15) linecolor '#999999'
        set cbrange [\(low):\(high > low ? high : low + 1)]
        \(axes(at: index))
        set label 1 \(GnuplotText.quote(title(of: unit))) at graph 0, 1 offset 0,0.6 left
        \(walls)
        plot $unit\(index) using 1:2:3 with image
        unset label 1
        unset arrow
        unset object
        unset xlabel
        unset ylabel

        """
      + polar(of: unit, at: index, left: left + mapWidth, top: top)
  }

  private func title(of unit: UnitMaps.Unit) -> String {
    let measure = unit.place.measure
    let name = map.units.count == 1 ? "" : "\(unit.number):  "
    return name + String(format: "%.2f bits", measure.information)
      + (measure.control.map { String(format: ", control %.2f", $0.mean) } ?? "")
  }

  /// The means as points of an image, which has two of them in each direction at least.
  private func rows(_ means: [Double?]) -> [[Double]] {
    let grid = map.grid
    func offsets(_ count: Int, _ size: Double) -> [Double] {
      count > 1 ? [0] : [-size / 4, size / 4]
    }
    let (across, along) = (
      offsets(grid.columns, grid.binSize.x), offsets(grid.rows, grid.binSize.y)
    )
    return means.indices.flatMap { bin in
      let center = grid.center(of: bin)
      return along.flatMap { y in
        across.map { x in [center.x + x, center.y + y, means[bin] ?? .nan] }
      }
    }
  }

  private var xTicks: AxisTicks { ticks(map.grid.x) }
  private var yTicks: AxisTicks { ticks(map.grid.y) }

  /// A few numbers, and room for the walls around the places. Edges that somebody chose are numbers to
  /// be shown.
  private func ticks(_ range: ClosedRange<Double>) -> AxisTicks {
    let chosen = [range.lowerBound, range.lowerBound + range.length / 2, range.upperBound]
    let inner =
      map.hasEdgesOfData ? AxisTicks(range, count: 2) : AxisTicks(range, ticks: chosen)
    guard map.plan?.walls.isEmpty == false else { return inner }
    let room = 0.03 * range.length
    return AxisTicks(range.lowerBound - room...range.upperBound + room, ticks: inner.ticks)
  }

  private var longestNumber: Int { yTicks.labels.map(\.count).max() ?? 1 }

  /// Numbers stand at the left and the lower edge of the page only.
  private func axes(at index: Int) -> String {
    let isLeft = index % columnCount == 0
    let isLowest = index + columnCount >= units.count
    let unit = map.positionUnit.map { " (\($0))" } ?? ""
    return xTicks.commands("x", labelled: isLowest) + yTicks.commands("y", labelled: isLeft)
      + (isLowest ? "set xlabel \(GnuplotText.quote("x" + unit)) offset 0,0.4\n" : "")
      + (isLeft ? "set ylabel \(GnuplotText.quote("y" + unit)) offset -0.3,0\n" : "")
  }

  // MARK: What the page shows

  private var foot: String {
    let unit = map.positionUnit.map { " \($0)" } ?? ""
    let bin = String(format: "%.3g", map.grid.binSize.x)
    let regions = map.regions.filter { !$0.centers.isEmpty }.map { region, centers in
      let count = centers.count
      return count > Self.mostRegions
        ? "\(region.name): \(Self.mostRegions) of \(count) places" : "square: \(region.name)"
    }
    let lines = [
      "\(map.title)\(map.units.count == 1 ? "" : "s") over \(Count.text(map.episodeCount, "episode"))"
        + ", bins of \(bin)\(unit); white: not visited"
        + (map.hasEdgesOfData ? "; edges are those of the data" : ""),
      map.hasHeading
        ? "circle: heading, anticlockwise from the right; arrow: mean resultant vector" : "",
      regions.joined(separator: "; "),
    ].filter { !$0.isEmpty }
    let bottom = layout.height - footHeight + 6 * scale
    let bar = (left: gap + 56 * scale, width: 110 * scale, height: 9 * scale)
    let texts =
      [("lowest", gap), ("highest", bar.left + bar.width + 8 * scale)].map { text, x in
        "set label \(GnuplotText.quote(text)) at \(layout.place(x: x, y: bottom + 5 * scale)) left\n"
      }
      + lines.enumerated().map { index, line in
        let y = bottom + (23 + 17 * Double(index)) * scale
        return "set label \(GnuplotText.quote(line)) at \(layout.place(x: gap, y: y)) left\n"
      }
    return GnuplotText.data(
      "scale", [0.25, 0.75].flatMap { y in (0..<256).map { [Double($0), y, Double($0)] } })
      + layout.margins(left: bar.left, top: bottom, width: bar.width, height: bar.height) + """
        set border 0
        unset xtics
        unset ytics
        set xrange [-0.5:255.5]
        set yrange [0:1]
        set cbrange [0:255]
        \(texts.joined())
        plot $scale using 1:2:3 with image

        """
  }
}

extension ClosedRange<Double> {
  var length: Double { upperBound - lowerBound }
}
