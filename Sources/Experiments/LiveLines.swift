import Files
import Foundation

/// Lines at the bottom of a terminal that are drawn again and again in the same place, with messages
/// above them; without a terminal only the messages, on standard output.
package final class LiveLines {
  /// A line, and the number of its colour among the terminal's (SGR), where it has one.
  package typealias Line = (text: String, color: Int?)

  private let output: StatusOutput
  private var shown = 0

  package init(_ output: StatusOutput) { self.output = output }

  /// How many lines there is room for; none without a terminal.
  package var room: Int {
    output == .live ? max(TerminalStyle.height(ofTerminal: STDERR_FILENO) - 1, 1) : 0
  }

  /// How many characters a line has room for; any number without a terminal.
  package var width: Int {
    output == .live ? max(TerminalStyle.width(ofTerminal: STDERR_FILENO) - 1, 1) : .max
  }

  /// Replaces the lines.
  package func show(_ lines: [Line]) {
    guard output == .live else { return }
    let width = width
    let text = lines.map { line in
      let text = String(OutgoingText.line(line.text).prefix(width))
      return (line.color.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text) + "\n"
    }
    write(rewind + text.joined())
    shown = lines.count
  }

  /// Writes a line for good; the next ``show(_:)`` draws the others below it.
  package func message(_ text: String) {
    switch output {
    case .silent: break
    case .plain: StandardStream.output.write(text + "\n")
    case .live:
      let width = TerminalStyle.width(ofTerminal: STDERR_FILENO)
      write(rewind + TextWrapping.wrapped(OutgoingText.lines(text), width: width) + "\n")
      shown = 0
    }
  }

  /// Goes up to the first line and erases all below.
  private var rewind: String { shown > 0 ? "\u{1B}[\(shown)A\r\u{1B}[J" : "\r\u{1B}[J" }

  private func write(_ text: String) { StandardStream.error.writeRaw(text) }
}
