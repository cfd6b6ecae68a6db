import Evaluate
import Experiments
import Foundation

/// A picture of states along principal components, with a panel that tells how much of the variance
/// each component carries.
struct ComponentsFigure {
  let components: PrincipalComponents
  /// The components that are shown, counted from 0: two or three.
  let indices: [Int]
  let title: String
  /// What the colours of the palette mean; nil where there are none.
  var colorLabel: String?
  /// gnuplot's blocks of data.
  private(set) var data = ""
  /// What is drawn, as gnuplot's `plot` and `splot` take it, the lowest first.
  private(set) var layers = [String]()

  init(_ components: PrincipalComponents, indices: [Int], title: String) {
    self.components = components
    self.indices = indices
    self.title = title
  }

  /// The columns that hold the coordinates, such as `1:2`.
  var columns: String { (1...indices.count).map(String.init).joined(separator: ":") }

  mutating func add(_ name: String, _ rows: some Sequence<[Double]>) {
    data += GnuplotText.data(name, rows)
  }

  mutating func draw(_ layer: String) { layers.append(layer) }

  /// The coordinates of a state along the components shown.
  func project(_ state: some Collection<some BinaryFloatingPoint>) -> [Double] {
    components.project(state, on: indices)
  }

  func write(to url: URL) throws {
    try Gnuplot.draw(script, to: url, width: 720, height: 470)
  }

  private var script: String {
    """
    \(GnuplotText.defaults)\(data)\(screeData)
    set multiplot
    set label 1 \(GnuplotText.quote(title)) at screen 0.08,0.955 left textcolor '#222222'
    \(area)
    set key at screen 0.98,0.91 right top samplen 1.5 spacing 1.25 textcolor '#333333'
    \(labels)
    \(colorBox)
    set autoscale cbfix
    \(indices.count == 3 ? "splot" : "plot") \
    \(layers.joined(separator: ", \\\n  "))
    \(scree)
    unset multiplot

    """
  }

  /// Where the states are drawn.
  private var area: String {
    guard indices.count == 3 else {
      return """
        set lmargin at screen 0.08
        set rmargin at screen 0.63
        set bmargin at screen 0.12
        set tmargin at screen 0.91
        """
    }
    return """
      set origin 0.035,0
      set size 0.62,0.95
      set view 65,35,1,1.1
      set xyplane relative 0.02
      set border 4095 linecolor '#bbbbbb' linewidth 0.5
      """
  }

  private var labels: String {
    zip(["x", "y", "z"], indices).map { axis, index in
      let share = String(format: "%.1f %%", 100 * components.explainedVariance[index])
      let label = GnuplotText.quote("component \(index + 1) (\(share) of variance)")
      return "set \(axis)label \(label)" + (indices.count == 3 ? " rotate parallel" : "")
    }.joined(separator: "\n")
  }

  private var colorBox: String {
    guard let colorLabel else { return "unset colorbox" }
    return """
      set colorbox user origin screen 0.655,0.12 size screen 0.02,0.79 noborder
      set cblabel \(GnuplotText.quote(colorLabel))
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

  private var scree: String {
    """
    unset label
    unset colorbox
    set border 3 linecolor '#555555' linewidth 1
    set lmargin at screen 0.86
    set rmargin at screen 0.98
    set bmargin at screen 0.12
    set tmargin at screen 0.42
    set xlabel 'component' norotate
    unset ylabel
    set label 1 'variance (%)' at graph 1,1 offset 0,0.7 right
    set xrange [0.4:\(Double(min(components.width, Self.mostBars)) + 0.6)]
    set yrange [0:105]
    set xtics \(components.width > 5 ? 3 : 1)
    set ytics 50
    set boxwidth 0.7
    set style fill solid border
    set key off
    plot $scree using 1:2 with boxes linecolor '#b5b5b5', \\
      $scree using 1:($4 > 0 ? $2 : NaN) with boxes linecolor '#414487', \\
      $scree using 1:3 with linespoints linecolor '#222222' pointtype 7 pointsize 0.3
    """
  }
}
