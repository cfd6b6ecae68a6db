import Figures
import Foundation

/// The time of a step over the sizes that it depends on, a panel each.
struct ScalingFigure {
  let results: [ScalingResult]

  func write(to url: URL) throws {
    let script =
      GnuplotText.defaults + """
        set logscale xy 2
        set format y '%g'
        set grid linecolor '#e4e4e4' linetype 1 linewidth 0.5
        set key above left Left reverse samplen 2 maxrows 2 textcolor '#333333'
        set multiplot layout 1,2

        """ + panel(.environments, "environments") + panel(.hiddenSize, "hidden size")
      + "unset multiplot\n"
    try Gnuplot.draw(script, to: url, width: 820, height: 330)
  }

  private func panel(_ varied: ScalingResult.Varied, _ label: String) -> String {
    let tasks = ["T3", "T4"]
    var data = ""
    var layers = [String]()
    for (task, color) in zip(tasks, GnuplotText.classColors) {
      let rows = results.filter { $0.varied == varied && $0.task == task }
      data += GnuplotText.data(
        "\(varied.rawValue)_\(task)",
        rows.map {
          [Double($0.size), $0.microsecondsPerStep.median, $0.productMicrosecondsPerStep]
        })
      let block = "$\(varied.rawValue)_\(task)"
      layers.append(
        "\(block) using 1:2 with linespoints pointtype 7 pointsize 0.5 linewidth 1.5 "
          + "linecolor '\(color)' title '\(task)'")
      layers.append(
        "\(block) using 1:3 with lines dashtype (6,3) linewidth 1 linecolor '\(color)' "
          + "title '\(task), products alone'")
    }
    return data + """
      set xlabel '\(label)' textcolor '#333333'
      set ylabel 'microseconds a step' textcolor '#333333'
      plot \(layers.joined(separator: ", \\\n  "))

      """
  }
}
