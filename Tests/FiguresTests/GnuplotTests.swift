import Figures
import Foundation
import TestSupport
import Testing

@Suite struct GnuplotTests {
  private let folder = try! TemporaryFolder()

  private func draw(_ script: String, _ name: String) throws -> Data {
    let url = folder.file("it's \(name)")
    try Gnuplot.draw(GnuplotText.defaults + script, to: url, width: 300, height: 200)
    return try Data(contentsOf: url)
  }

  private let line =
    GnuplotText.data("line", [[0, 1], [1, .nan], [], [2, 3]]) + "plot $line with lines"

  @Test(arguments: [
    ("a.png", "\u{89}PNG"), ("a.svg", "<?xml"), ("a.PDF", "%PDF"),
  ]) func `the ending of the name decides the format`(name: String, beginning: String) throws {
    let picture = try draw(line, name)
    #expect(
      picture.starts(with: beginning.unicodeScalars.map { UInt8($0.value) }), "\(name)")
  }

  @Test func `an error of gnuplot leaves the old file, and is told`() throws {
    let url = folder.file("it's a.png")
    try Data("old".utf8).write(to: url)
    let error = #expect(throws: PlotError.self) { try draw("plot nonsense(", "a.png") }
    guard case .gnuplotFailed(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("nonsense"))
    #expect(try Data(contentsOf: url) == Data("old".utf8))
    #expect(try folder.names == ["it's a.png"])
  }

  @Test func `other endings are refused`() {
    #expect(throws: PlotError.unknownFormat("/tmp/a.jpg")) {
      try PictureFormat(of: URL(filePath: "/tmp/a.jpg"))
    }
  }

  @Test func `quoted text stands for itself`() throws {
    let texts = ["it's", "a_b^2 {/Bold x}", "`ls` \\n \"q\" @x"]
    let script = texts.enumerated().map { index, text in
      "set label \(index + 1) \(GnuplotText.quote(text)) at graph 0.1,0.\(index + 2)\n"
    }.joined()
    let picture = String(decoding: try draw(script + "plot x", "a.svg"), as: UTF8.self)
    for text in ["a_b^2 {/Bold x}", "`ls` \\n", "it's"] { #expect(picture.contains(text)) }
  }

  @Test(arguments: [
    "\n!touch FILE\n", "'\n!touch FILE\n#", "'; system(\"touch FILE\"); x='", "\u{0}'\n!touch FILE",
    "\r!touch FILE\r", "a\\\n!touch FILE\n", "`touch FILE`", "''''!touch FILE'''",
    "\nEND_OF_DATA\n!touch FILE\n",
  ]) func `no text becomes a command`(text: String) throws {
    let file = folder.file("owned")
    let hostile = text.replacing(
      "FILE", with: file.path(percentEncoded: false).replacing(" ", with: "\\ "))
    let label = GnuplotText.quote(hostile)
    #expect(!label.contains { $0.isNewline })
    let picture = String(
      decoding: try draw(
        "set label 1 \(label) at graph 0.1,0.1\nset xlabel \(label)\nset cblabel \(label)\n"
          + "plot x title \(label)", "a.svg"), as: UTF8.self)
    #expect(picture.contains("touch"))
    #expect(picture.contains("</svg>"))
    #expect(!FileManager.default.fileExists(atPath: file.path(percentEncoded: false)))
  }

  /// The colours of a palette, each as red, green and blue.
  private func colors(of palette: String) -> [[Int]] {
    palette.split(separator: "'").filter { $0.hasPrefix("#") }.map { text in
      let value = Int(text.dropFirst(), radix: 16) ?? 0
      return [value >> 16, value >> 8 & 255, value & 255]
    }
  }

  /// Lightness by the weights of sRGB's primaries, which is enough to tell light from dark.
  @Test func `the palette of angles closes, and opposite angles differ in lightness`() {
    let colors = colors(of: GnuplotText.circular)
    #expect(colors.count == 37 && colors.first == colors.last)
    for (one, next) in zip(colors, colors.dropFirst()) {
      #expect(zip(one, next).allSatisfy { abs($0 - $1) < 60 })
    }
    let light = colors.map { 0.21 * Double($0[0]) + 0.72 * Double($0[1]) + 0.07 * Double($0[2]) }
    #expect(light[0] > light[18] + 100)
    #expect(Set(colors.dropLast()).count == 36)
  }

  @Test func `sizes and fonts are checked before gnuplot sees them`() throws {
    let size = try #require(PictureSize("504x360"))
    #expect(size.width == 504 && size.height == 360)
    for text in ["504", "504x", "504x360x2", "99x300", "300x5001", "-5x300", "1e3x300", "x"] {
      #expect(PictureSize(text) == nil, "\(text)")
    }
    let font = try #require(PictureFont("DejaVu Sans,9.5"))
    #expect(font.name == "DejaVu Sans" && font.size == 9.5)
    #expect(PictureFont("Times") == PictureFont("Times,11") && PictureFont(",8")?.name == "Sans")
    for text in ["a'b", "a\nb", "a;b", "Sans,3", "Sans,73", "Sans,nan", "Sans,x", "`ls`", "a,b,9"] {
      #expect(PictureFont(text) == nil, "\(text)")
    }
  }

  @Test func `a picture has the font that was asked for`() throws {
    let url = folder.file("font.svg")
    try Gnuplot.draw(
      GnuplotText.defaults + line, to: url, width: 300, height: 200,
      font: try #require(PictureFont("Courier,17")))
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(text.contains("Courier") && text.contains("17"))
  }
}
