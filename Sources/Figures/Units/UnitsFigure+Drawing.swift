import Environments
import Evaluate
import Foundation

extension UnitsFigure {
  /// The walls and what else matters in the plane.
  var walls: String {
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
  static let mostRegions = 4

  /// The mean activations around a circle, as a closed line; the centre is the unit's lowest activation,
  /// the ring its highest mean. An arrow shows the mean resultant vector.
  func polar(of unit: UnitMaps.Unit, at index: Int, left: Double, top: Double) -> String {
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
}
