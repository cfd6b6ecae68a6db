import Experiments
import Testing

@Suite struct TextWrappingTests {
  private let text = "The policy observes four numbers, and Hopper-v4 gives eleven of them."

  @Test(arguments: [10, 17, 40, 80, 120])
  func `lines end between words and are no longer than the width`(width: Int) {
    let wrapped = TextWrapping.wrapped(text, width: width)
    let lines = wrapped.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.joined(separator: " ") == text)
    // No line could have taken the first word of the next.
    for (line, next) in zip(lines, lines.dropFirst()) {
      let word = next.split(separator: " ")[0]
      #expect(line.count + 1 + word.count > width)
    }
  }

  @Test func `commands, rows of tables and long words stay as they are`() {
    for line in ["To resume:  agents train --resume runs/a/b", "mean   std   min   max   median"] {
      #expect(TextWrapping.wrapped(line, width: 20) == line)
    }
    let path = "/a/path/that/is/longer/than/a/line"
    #expect(TextWrapping.wrapped("Wrote \(path) now", width: 12) == "Wrote\n\(path)\nnow")
  }

  @Test func `lines that were there stay, and others go on with the indent`() {
    #expect(TextWrapping.wrapped("one two\n\nthree four", width: 7) == "one two\n\nthree\nfour")
    #expect(
      TextWrapping.wrapped("one two three", width: 9, indent: "  ") == "one two\n  three")
  }

  @Test func `names are shortened in their middle`() {
    #expect(TextWrapping.shortened("grid-CartPole-v1_s3", width: 12) == "grid...v1_s3")
    #expect(TextWrapping.shortened("short", width: 12) == "short")
    for width in 0...30 {
      #expect(TextWrapping.shortened("grid-CartPole-v1_s3", width: width).count == min(width, 19))
    }
  }

  @Test func `the last column of a table goes on below itself`() {
    let rows = [["id", "task"], ["CartPole-v1", "Balance a pole on a cart by pushing it."]]
    #expect(
      Table.text(rows, width: 36) == """
        id           task
        CartPole-v1  Balance a pole on a
                     cart by pushing it.
        """)
    #expect(Table.text(rows, width: 80) == Table.text(rows))
    // Where there is no room for words beside the others, they stand below.
    #expect(
      Table.rows(rows, width: 30) == [
        "id           task",
        "CartPole-v1\n      Balance a pole on a cart\n      by pushing it.",
      ])
  }
}
