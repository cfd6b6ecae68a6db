import Dispatch
import Foundation

/// Shows how far a training has come while it runs.
///
/// The training only says where it stands, which costs next to nothing; a clock of its own decides
/// when that is shown. So a thousand short updates a second do not flood the terminal, and during a
/// long one the time that is left keeps falling.
package final class StatusLine {
  private let painter: StatusPainter
  /// Nil where nothing is shown.
  private let timer: (any DispatchSourceTimer)?

  package init(_ output: StatusOutput) {
    let environment = ProcessInfo.processInfo.environment
    let stream = output == .live ? StandardStream.error : .output
    let painter = StatusPainter(
      output,
      style: {
        // After the line there is room for the ^C that a terminal shows when it is typed.
        TerminalStyle(
          width: TerminalStyle.width(ofTerminal: STDERR_FILENO) - 2, environment: environment)
      },
      // The painter moves the cursor; the texts that it is given go through ``OutgoingText`` there.
      write: { stream.writeRaw($0) })
    self.painter = painter
    guard output != .silent else {
      timer = nil
      return
    }
    let interval = output == .live ? DispatchTimeInterval.milliseconds(100) : .seconds(10)
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.setEventHandler { painter.paint(at: .now) }
    timer.activate()
    self.timer = timer
  }

  deinit { finish() }

  /// Takes note of where the training stands; it is shown when it is time to.
  package func update(_ progress: TrainingProgress) { painter.update(progress, at: .now) }

  /// Shows a line of its own, above the live one.
  package func message(_ text: String) { painter.message(text, at: .now) }

  /// Shows where the training stands for the last time.
  ///
  /// - Parameter leavesLine: Whether a live line stays; otherwise it is wiped away.
  package func finish(leavesLine: Bool = true) {
    timer?.cancel()
    painter.finish(leavesLine: leavesLine, at: .now)
  }
}
