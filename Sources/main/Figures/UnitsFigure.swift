import Evaluate
import Experiments
import Foundation

/// A page of units: for each a map of its mean activation over the place and, where headings are known,
/// around a circle.
struct UnitsFigure {
  let map: UnitMaps
  let units: [Int]

  private var columnCount: Int { min(4, units.count) }
  private var rowCount: Int { (units.count + columnCount - 1) / columnCount }

  // In points.
  private static let cellHeight = 135.0
  private static let titleHeight = 20.0
  private static let headHeight = 6.0
  private static let footHeight = 58.0
  private static let gap = 14.0
  private var mapHeight: Double { Self.cellHeight - Self.titleHeight - Self.gap }
  private var aspect: Double {
    min(max((map.grid.x.length / map.grid.y.length), 0.4), 2.5)
  }
  private var mapWidth: Double { mapHeight * aspect }
  private var polarWidth: Double { map.heading == nil ? 0 : mapHeight * 0.85 }
  private var cellWidth: Double { max(mapWidth + polarWidth, 110) + 2 * Self.gap }
  private var width: Double { max(cellWidth * Double(columnCount), 330) + 2 * Self.gap }
  private var height: Double {
    Self.headHeight + Self.cellHeight * Double(rowCount) + Self.footHeight
  }

  func write(to url: URL) throws {
    var script =
      GnuplotText.defaults + """
        set multiplot
        unset key
        unset tics
        unset colorbox
        set palette maxcolors 256

        """
    for (index, unit) in units.enumerated() { script += cell(of: unit, at: index) }
    script += foot + "unset multiplot\n"
    try Gnuplot.draw(script, to: url, width: Int(width.rounded()), height: Int(height.rounded()))
  }

  /// Puts the next plot at a place given in points from the upper left corner.
  private func margins(left: Double, top: Double, width: Double, height: Double) -> String {
    """
    set lmargin at screen \(left / self.width)
    set rmargin at screen \((left + width) / self.width)
    set tmargin at screen \(1 - top / self.height)
    set bmargin at screen \(1 - (top + height) / self.height)

    """
  }

  private func cell(of unit: Int, at index: Int) -> String {
    let left = Self.gap + cellWidth * Double(index % columnCount)
    let top = Self.headHeight + Self.cellHeight * Double(index / columnCount) + Self.titleHeight
    let grid = map.grid
    let means = map.place.activity.means(of: unit)
    let rows = means.indices.map { bin in
      let center = grid.center(of: bin)
      return [center.x, center.y, means[bin] ?? .nan]
    }
    let known = means.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 1)
    let measure = map.place.measure(of: unit)
    let title =
      "\(unit):  \(String(format: "%.2f", measure.information)) bits"
      + (measure.probability.map { String(format: ", p = %.1g", $0) } ?? "")
    return GnuplotText.data("unit\(index)", rows)
      + margins(left: left, top: top, width: mapWidth, height: mapHeight) + """
        set border 15 linecolor '#999999'
        set xrange [\(grid.x.lowerBound):\(grid.x.upperBound)]
        set yrange [\(grid.y.lowerBound):\(grid.y.upperBound)]
        set cbrange [\(low):\(high > low ? high : low + 1)]
        set label 1 \(GnuplotText.quote(title)) at graph 0, 1 offset 0,0.6 left
        plot $unit\(index) using 1:2:3 with image
        unset label 1

        """
      + polar(of: unit, at: index, left: left + mapWidth, top: top)
  }

  /// The mean activations around a circle, as a closed line; the centre is the unit's lowest activation,
  /// the ring its highest mean.
  private func polar(of unit: Int, at index: Int, left: Double, top: Double) -> String {
    guard let heading = map.heading else { return "" }
    let lowest = Double(heading.lowest[unit])
    let rates = heading.activity.means(of: unit).map { $0.map { $0 - lowest } }
    let scale = rates.compactMap { $0 }.max().map { $0 > 0 ? $0 : 1 } ?? 1
    let rows = (rates.indices + [0]).map { bin in
      let angle = map.circle.center(of: bin)
      let radius = (rates[bin] ?? .nan) / scale
      return [radius * cos(angle), radius * sin(angle)]
    }
    return GnuplotText.data("heading\(index)", rows)
      + margins(left: left + 6, top: top, width: polarWidth, height: mapHeight) + """
        set border 0
        set xrange [-1.1:1.1]
        set yrange [-1.1:1.1]
        set size ratio -1
        set object 1 circle at 0,0 size 1 behind fillstyle empty border linecolor '#bbbbbb'
        set arrow 1 from -1,0 to 1,0 nohead back linecolor '#dddddd'
        set arrow 2 from 0,-1 to 0,1 nohead back linecolor '#dddddd'
        plot $heading\(index) with filledcurves closed fillstyle transparent solid 0.25 \
        linecolor '#355f8d', $heading\(index) with lines linecolor '#355f8d' linewidth 1
        unset object 1
        unset arrow
        set size noratio

        """
  }

  /// What the page shows, and the scale of the colours.
  private var foot: String {
    let unit = map.positionUnit.map { " \($0)" } ?? ""
    let size = [map.grid.x, map.grid.y].map { String(format: "%.4g", $0.length) }
    let bin = String(format: "%.3g", map.grid.binSize.x)
    let lines = [
      "\(map.title)s over an area of \(size[0]) x \(size[1])\(unit), bins of \(bin)\(unit); "
        + "white: not visited",
      map.heading == nil
        ? ""
        : "circles: heading (0 to the right, growing anticlockwise), from the unit's lowest activation",
    ]
    return GnuplotText.data(
      "scale", [0.25, 0.75].flatMap { y in (0..<64).map { [Double($0), y, Double($0)] } })
      + margins(left: Self.gap, top: height - 44, width: 110, height: 9) + """
        set border 0
        set xrange [-0.5:63.5]
        set yrange [0:1]
        set cbrange [0:63]
        set label 1 'lowest' at graph 0, 0 offset 0,-0.8 left
        set label 2 'highest' at graph 1, 0 offset 0,-0.8 right
        set label 3 \(GnuplotText.quote(lines[0])) at screen \((Self.gap + 130) / width),\(38 / height) left
        set label 4 \(GnuplotText.quote(lines[1])) at screen \((Self.gap + 130) / width),\(22 / height) left
        plot $scale using 1:2:3 with image

        """
  }
}

extension ClosedRange<Double> {
  fileprivate var length: Double { upperBound - lowerBound }
}
