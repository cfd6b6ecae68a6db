import Files
import Foundation
import Testing

@Suite struct OutgoingTextTests {
  /// Every character that could do something to a terminal, among others that may not change.
  private let hostile =
    "a\u{0}\u{7}\u{8}\n\r\t\u{1B}[2J\u{7F}\u{85}\u{9B}31m\u{200E}\u{2028}\u{202E}\u{2066}\u{FEFF} 'é\"\\`$(x)"

  @Test func `a terminal gets no character that does anything but break lines and indent`() {
    let text = OutgoingText.lines(hostile)
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" {
      let isPlain = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      #expect(isPlain && scalar.properties.generalCategory != .format, "\(scalar.value)")
    }
    #expect(text.hasPrefix(#"a\u0000\u0007\u0008"# + "\n" + #"\u000d"# + "\t" + #"\u001b[2J"#))
    #expect(text.hasSuffix(#" 'é"\`$(x)"#))
    #expect(!OutgoingText.line(hostile).contains { $0.isNewline || $0 == "\t" })
    #expect(OutgoingText.lines("Größe 30 °C, 日本語 👩‍👩‍👧\n") == "Größe 30 °C, 日本語 👩‍👩‍👧\n")
  }

  @Test func `JSON that went through it means the same`() throws {
    let json = try JSONEncoder().encode([hostile: hostile])
    let sent = OutgoingText.lines(String(decoding: json, as: UTF8.self))
    #expect(!OutgoingText.hasControls(sent))
    let read = try JSONDecoder().decode([String: String].self, from: Data(sent.utf8))
    #expect(read == [hostile: hostile])
  }

  @Test(arguments: [
    "plain/path-1_s2.h5", "it's", "", "a b", "a;rm -rf .", "$(id)", "`id`", "a\nb", "\u{1B}[31m",
    "back\\slash\n'quote'", "~", "é", "é\u{202E}\n", "*", "!x",
  ]) func `a shell reads back the word that was meant`(word: String) throws {
    let quoted = OutgoingText.shellWord(word)
    #expect(!OutgoingText.hasControls(quoted))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "printf %s \(quoted)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && data == Data(word.utf8), "\(quoted)")
  }

  @Test func `a batch script gets no line that nobody meant`() {
    #expect(OutgoingText.sbatchLine("--time=9") == "#SBATCH --time=9")
    for text in ["--time=9\nrm -rf ~", "--comment=a\rb", "--comment=\u{2028}"] {
      #expect(OutgoingText.sbatchLine(text) == nil)
    }
    #expect(OutgoingText.sbatchPath("/a%j/b") == "/a%%j/b")
  }

  @Test func `a label of a picture is short, and a path is a path to ffmpeg`() {
    #expect(OutgoingText.label(String(repeating: "x", count: 1_000_000)).count == 200)
    #expect(OutgoingText.label("x") == "x")
    let file = OutgoingText.ffmpegFile(URL(filePath: "/tmp/concat:a|b.mp4"))
    #expect(file == "file:/tmp/concat:a|b.mp4")
  }
}
