import Environments
import Evaluate
import Experiments
import Foundation

/// A page of units: for each a map of its mean activation over the place and, where headings are known,
/// around a circle.
struct UnitsFigure {
  let map: UnitMaps
  let units: [UnitMaps.Unit]
  let look: PictureLook

  // MARK: The page, in points

  private var scale: Double { look.font.scale }
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
  private var mapHeight: Double {
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

  private var layout: PictureLayout {
    if let size = look.size {
      return PictureLayout(width: Double(size.width), height: Double(size.height))
    }
    let width = axisWidth + cellWidth * Double(columnCount) + gap
    // The lines below are as long as this.
    return PictureLayout(
      width: max(width, 580 * scale).rounded(),
      height: (headHeight + cellHeight * Double(rowCount) + axisHeight + footHeight).rounded())
  }

  func write(to url: URL) throws {
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

  /// The walls and what else matters in the plane.
  private var walls: String {
    guard let plan = map.plan else { return "" }
    let shift = SIMD2(map.grid.x.length, map.grid.y.length) * 0.012
    let middle = SIMD2(
      map.grid.x.lowerBound + map.grid.x.length / 2, map.grid.y.lowerBound + map.grid.y.length / 2)
    func outside(_ place: SIMD2<Double>) -> SIMD2<Double> {
      // Beside the outermost bins, which are data.
      SIMD2(
        place.x + (place.x < middle.x ? -shift.x : place.x > middle.x ? shift.x : 0),
        place.y + (place.y < middle.y ? -shift.y : place.y > middle.y ? shift.y : 0))
    }
    var text = ""
    for wall in plan.walls {
      // A wall in the middle of the plane stays where it is.
      let isOuter =
        [map.grid.x.lowerBound, map.grid.x.upperBound].contains(wall.start.x)
        && wall.start.x == wall.end.x
        || [map.grid.y.lowerBound, map.grid.y.upperBound].contains(wall.start.y)
          && wall.start.y == wall.end.y
      var (start, end) = (wall.start, wall.end)
      if isOuter {
        if start.x == end.x { (start.x, end.x) = (outside(start).x, outside(end).x) }
        if start.y == end.y { (start.y, end.y) = (outside(start).y, outside(end).y) }
      }
      let ends = "from \(start.x),\(start.y) to \(end.x),\(end.y) nohead front"
      let color = String(
        format: "#%02x%02x%02x", Int(255 * wall.color.x), Int(255 * wall.color.y),
        Int(255 * wall.color.z))
      // The darker line makes a white wall visible.
      text += "set arrow \(ends) linewidth 3 linecolor '#555555'\n"
      text += "set arrow \(ends) linewidth 1.8 linecolor '\(color)'\n"
    }
    for (region, centers) in map.regions {
      for center in centers.prefix(Self.mostRegions) {
        let (low, high) = (center - region.halfSize, center + region.halfSize)
        let corners = "from \(low.x),\(low.y) to \(high.x),\(high.y) front fillstyle empty"
        text += "set object rectangle \(corners) border linecolor '#000000' linewidth 2.2\n"
        text += "set object rectangle \(corners) border linecolor '#ffffff' linewidth 1\n"
      }
    }
    return text
  }

  /// More would cover the map.
  private static let mostRegions = 4

  // MARK: A circle

  /// The mean activations around a circle, as a closed line; the centre is the unit's lowest activation,
  /// the ring its highest mean. An arrow shows the mean resultant vector.
  private func polar(of unit: UnitMaps.Unit, at index: Int, left: Double, top: Double) -> String {
    guard let heading = unit.heading else { return "" }
    let rates = heading.means.map { $0.map { $0 - unit.lowest } }
    let highest = rates.compactMap { $0 }.max().map { $0 > 0 ? $0 : 1 } ?? 1
    let rows = (rates.indices + [0]).map { bin in
      let angle = map.circle.center(of: bin)
      let radius = (rates[bin] ?? .nan) / highest
      return [radius * cos(angle), radius * sin(angle)]
    }
    let arrow = unit.resultant.map { resultant in
      let (x, y) = (
        resultant.length * cos(resultant.heading), resultant.length * sin(resultant.heading)
      )
      return "set arrow 3 from 0,0 to \(x),\(y) head size graph 0.06,20 filled front "
        + "linecolor '#d55e00' linewidth 1.6"
    }
    return GnuplotText.data("heading\(index)", rows)
      + layout.margins(
        left: left + 8 * scale, top: top, width: mapHeight * 0.85, height: mapHeight) + """
        set border 0
        unset xtics
        unset ytics
        set xrange [-1.1:1.1]
        set yrange [-1.1:1.1]
        set size ratio -1
        set object 1 circle at 0,0 size 1 behind fillstyle empty border linecolor '#bbbbbb'
        set arrow 1 from -1,0 to 1,0 nohead back linecolor '#dddddd'
        set arrow 2 from 0,-1 to 0,1 nohead back linecolor '#dddddd'
        \(arrow ?? "")
        plot $heading\(index) with filledcurves closed fillstyle transparent solid 0.25 noborder \
        linecolor '#355f8d', $heading\(index) with lines linecolor '#355f8d' linewidth 1
        unset object
        unset arrow
        set size noratio

        """
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
  fileprivate var length: Double { upperBound - lowerBound }
}
