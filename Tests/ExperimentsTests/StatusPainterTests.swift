import Experiments
import Synchronization
import Testing

@Suite struct StatusPainterTests {
  /// What a painter wrote.
  final class Screen: Sendable {
    private let texts = Mutex([String]())
    func write(_ text: String) { texts.withLock { $0.append(text) } }
    /// What was written since the last call.
    func take() -> [String] {
      texts.withLock { texts in
        defer { texts = [] }
        return texts
      }
    }
  }

  let screen = Screen()
  let start = ContinuousClock.now

  func painter(_ output: StatusOutput) -> StatusPainter {
    let screen = screen
    return StatusPainter(
      output, style: { TerminalStyle(width: 22, hasColor: false, isUnicode: false) },
      write: { screen.write($0) })
  }

  let half = TrainingProgress(steps: 5, totalSteps: 10)
  let full = TrainingProgress(steps: 10, totalSteps: 10)

  @Test func `a live line is redrawn in place when it looks different`() {
    let painter = painter(.live)
    painter.paint(at: start)
    #expect(screen.take() == [])
    for _ in 0..<1000 { painter.update(half, at: start) }
    #expect(screen.take() == [])
    painter.paint(at: start)
    painter.paint(at: start)
    #expect(screen.take() == ["\r 50%  5/10 steps\u{1B}[K"])
    painter.update(full, at: start)
    painter.finish(at: start)
    painter.finish(at: start)
    painter.paint(at: start)
    #expect(screen.take() == ["\r100%  10/10 steps\u{1B}[K", "\n"])
  }

  @Test func `between updates the time left goes on falling`() {
    let screen = screen
    let painter = StatusPainter(
      .live, style: { TerminalStyle(width: 60, hasColor: false, isUnicode: false) },
      write: { screen.write($0) })
    painter.update(
      TrainingProgress(steps: 0, totalSteps: 100, stepsPerSecond: 1), at: start)
    painter.paint(at: start + .seconds(30))
    #expect(screen.take().first?.contains("1 min 10 s left") == true)
    painter.paint(at: start + .seconds(90.2))
    #expect(screen.take().first?.contains("10 s left") == true)
  }

  @Test func `a message stands above the live line`() {
    let painter = painter(.live)
    painter.message("first", at: start)
    painter.update(half, at: start)
    painter.paint(at: start)
    painter.message("second", at: start)
    let line = "\r 50%  5/10 steps\u{1B}[K"
    #expect(screen.take() == ["\r\u{1B}[Kfirst\n", line, "\r\u{1B}[Ksecond\n", line])
  }

  @Test func `nothing of the live line is left beside a table`() {
    let painter = painter(.live)
    painter.update(half, at: start)
    painter.paint(at: start)
    painter.message("a  b\n1  2", at: start)
    let rows = Self.shown(screen.take().joined(), width: 22)
    #expect(rows == ["a  b", "1  2", " 50%  5/10 steps"])
  }

  @Test func `a live line can be wiped away for what follows`() {
    let painter = painter(.live)
    painter.update(half, at: start)
    painter.paint(at: start)
    painter.finish(leavesLine: false, at: start)
    #expect(Self.shown(screen.take().joined() + "table", width: 22) == ["table"])
  }

  /// What a terminal shows of a text: its rows without blanks at their ends.
  private static func shown(_ text: String, width: Int) -> [String] {
    var rows = [[Character]()]
    var column = 0
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\n":
        rows.append([])
        column = 0
      case "\r": column = 0
      case "\u{1B}":
        precondition(rest.hasPrefix("[K"))
        rest.removeFirst(2)
        rows[rows.count - 1].removeSubrange(min(column, rows[rows.count - 1].count)...)
      default:
        if column < rows[rows.count - 1].count {
          rows[rows.count - 1][column] = character
        } else {
          rows[rows.count - 1].append(character)
        }
        column += 1
      }
    }
    return rows.map { String($0) }
  }

  @Test func `plain lines have no control characters and do not repeat`() {
    let painter = painter(.plain)
    painter.update(half, at: start)
    painter.paint(at: start)
    painter.paint(at: start + .seconds(10))
    painter.message("a note", at: start)
    painter.update(full, at: start)
    painter.finish(at: start)
    #expect(
      screen.take() == [" 50%, 5/10 steps\n", "a note\n", "100%, 10/10 steps\n"])
  }

  @Test func `a silent painter writes nothing`() {
    let painter = painter(.silent)
    painter.update(half, at: start)
    painter.paint(at: start)
    painter.message("a note", at: start)
    painter.finish(at: start)
    #expect(screen.take() == [])
  }
}
