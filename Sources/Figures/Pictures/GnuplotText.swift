import Files
import Foundation

/// Pieces of gnuplot's language.
package enum GnuplotText {
  /// A text in quotes, every character standing for itself (`noenhanced` is set by ``defaults``).
  /// Whatever the text is, it stays a text and never becomes a command.
  package static func quote(_ text: String) -> String { OutgoingText.gnuplotString(text) }

  /// A block of data, to be plotted as `$name`. Rows of no values separate blocks; what is not a number
  /// leaves a gap.
  package static func data(_ name: String, _ rows: some Sequence<[Double]>) -> String {
    var text = "$\(name) << END_OF_DATA\n"
    for row in rows {
      text += row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ") + "\n"
    }
    return text + "END_OF_DATA\n"
  }

  /// How all our pictures look: thin grey axes to the left and below, light colours for the dark ends of
  /// nothing, and a palette whose lightness grows evenly, so that it can be read in grey.
  package static let defaults = """
    set encoding utf8
    set termoption noenhanced
    set border 3 linecolor '#555555'
    set tics nomirror out scale 0.5 textcolor '#333333'
    set key noautotitle
    \(viridis)

    """

  /// The palette viridis (Smith and van der Walt 2015) at eleven places.
  package static let viridis = palette([
    "#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70",
    "#7ad151",
    "#bddf26", "#fde725",
  ])

  /// A palette whose end is its beginning, for angles: around a circle of hues in CIELAB, from a light
  /// yellow at 0 to a dark blue halfway, so that opposite directions differ in grey, too, and the two
  /// sides differ in red and green.
  package static let circular: String = {
    let count = 36
    return palette(
      (0...count).map { index in
        let angle = 2 * Double.pi * Double(index % count) / Double(count)
        return LabColor(
          lightness: 58 + 24 * cos(angle), chroma: 38, hue: angle + 95 * Double.pi / 180
        ).text
      })
  }()

  /// A palette of colours that stand for the numbers from 0, each from half a number below to half
  /// a number above.
  package static func classes(_ colors: [String]) -> String {
    let entries = colors.enumerated().map { "\($0) '\($1)', \($0 + 1) '\($1)'" }
    return "set palette defined (\(entries.joined(separator: ", ")))"
  }

  private static func palette(_ colors: [String]) -> String {
    "set palette defined ("
      + colors.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ") + ")"
  }

  /// Colours for classes that the colour-blind can tell apart (Okabe and Ito 2008), without black and
  /// in an order in which neighbours differ in lightness too.
  package static let classColors = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442",
  ]
}
