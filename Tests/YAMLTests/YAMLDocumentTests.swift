import Foundation
import Testing
import YAML
import Yams

@Suite struct YAMLDocumentTests {
  private func problem(_ text: String) throws -> YAMLDocument.Problem {
    try #require(throws: YAMLDocument.Problem.self) { try YAMLDocument.parse(text) }
  }

  /// Ten of the level below in each level.
  private static let bomb =
    "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    + (1...9).map { level in
      let alias = "*a\(level - 1)"
      return
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ","))]\n"
    }.joined()

  @Test(arguments: [
    (bomb + "? *a9\n: 1\n", 2), (bomb + "b: {? [*a9] : 1}\n", 2), ("a: &x 1\nb: *x", 2),
    ("- &a [b]\n- {*a : c}", 2), ("*nothing : 1", 1), ("a: &x 1\n<<: *x\n", 2),
    // Names that the search for aliases could take for its own.
    ("a: &a 1\nb: &ba 2\nc:\n  - *a", 4), ("a: &aa 1\nb: *aa", 2),
  ])
  func `an alias is refused where it stands`(_ text: String, _ line: Int) throws {
    let problem = try problem(text)
    #expect(problem.message == "an alias cannot be used here; write out what it stands for")
    #expect(problem.line == line)
  }

  @Test func `nothing that breaks the search for aliases gets one past it`() throws {
    // The letters that the search puts in make a key longer than a key can be.
    let key = "\"" + String(repeating: "x*", count: 505) + "\""
    let problem = try problem("\(key): 1\n\(Self.bomb)? *a9\n: 1\n")
    #expect(problem.message.hasPrefix("this is not YAML: "))
  }

  @Test func `an asterisk that is no alias is kept`() throws {
    let text = """
      a: "*x and &y"
      b: '*x'
      c: 2*3&4 # *x
      "*d": |
        *x
        &y
      e: [a*, !t* b, &anchor f]
      """
    let node = try YAMLDocument.parse(text)
    #expect(try node == Yams.compose(yaml: text))
    #expect(node["*d"]?.string == "*x\n&y\n")
    #expect(node["a"]?.string == "*x and &y")
  }

  @Test func `a document of many values, of deep lists or of long names is refused`() throws {
    let keys = (0..<20_001).map { "k\($0): 1" }.joined(separator: "\n")
    #expect(try problem(keys).message == "there are more than 20000 values in this file")
    #expect(
      try problem(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)).message
        == "there are more than 50 lists and mappings inside one another")
    for text in [
      String(repeating: "[", count: 20_000), String(repeating: "- ", count: 20_000),
      String(repeating: "{a: ", count: 20_000), String(repeating: "? ", count: 20_000),
    ] {
      #expect(try problem(text).message.hasPrefix("this is not YAML: "), "\(text.prefix(9))")
    }
    let name = String(repeating: "n", count: 201)
    #expect(try problem("a: 1\n\(name): 1").message == "a name can have 200 bytes, and not 201")
    #expect(try problem("a: 1\n\(name): 1").line == 2)
    #expect(try YAMLDocument.parse("\(name.dropLast()): 1").mapping?.count == 1)
    #expect(
      try problem("[a, b]: 1").message == "a name must stand here, and not a list or a mapping")
  }

  @Test func `a name that is there twice, and a text that is none, are named in a few words`()
    throws
  {
    let name = String(repeating: "n", count: 1_000_000)
    let message = try problem("{? \(name) : 1, ? \(name) : 2}").message
    #expect(message.hasSuffix("nnn... is there twice") && message.count < 200)
    #expect(try problem("a: \u{1}").message.hasPrefix("this is not YAML: "))
    #expect(try problem("").message == "this is not YAML: the file is empty")
    #expect(try problem("--- a\n--- b").message.contains("another document"))
  }
}
