import Experiments
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
}
