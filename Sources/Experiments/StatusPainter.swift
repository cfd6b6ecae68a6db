import Files
import Synchronization

/// Decides what is written to the terminal or the file to show where a training stands.
package final class StatusPainter: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private struct State {
    var progress: TrainingProgress?
    var updated = Instant.now
    /// What was written last, so that it is not written twice.
    var shown = ""
    var isFinished = false
  }

  private let output: StatusOutput
  private let style: @Sendable () -> TerminalStyle
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  package init(
    _ output: StatusOutput, style: @escaping @Sendable () -> TerminalStyle,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.output = output
    self.style = style
    self.write = write
  }

  package func update(_ progress: TrainingProgress, at now: Instant) {
    state.withLock { state in
      state.progress = progress
      state.updated = now
    }
  }

  /// Shows the latest state, if it looks different from what is shown.
  package func paint(at now: Instant) {
    state.withLock { state in
      if !state.isFinished { paint(&state, now) }
    }
  }

  package func message(_ text: String, at now: Instant) {
    let text = OutgoingText.lines(text)
    state.withLock { state in
      switch output {
      case .silent: break
      case .plain: write(text + "\n")
      case .live:
        // Erased first: of a text of several lines, none is to have the rest of the old line after it.
        write(Self.erasedLine + TextWrapping.wrapped(text, width: style().width) + "\n")
        state.shown = ""
        if !state.isFinished { paint(&state, now) }
      }
    }
  }

  /// Shows the latest state for the last time.
  ///
  /// - Parameter leavesLine: Whether a live line stays; otherwise it is wiped away.
  package func finish(leavesLine: Bool = true, at now: Instant) {
    state.withLock { state in
      guard !state.isFinished else { return }
      if leavesLine || output != .live { paint(&state, now) }
      state.isFinished = true
      if output == .live && !state.shown.isEmpty { write(leavesLine ? "\n" : Self.erasedLine) }
    }
  }

  private func paint(_ state: inout State, _ now: Instant) {
    guard output != .silent, let progress = state.progress else { return }
    let age = Double((now - state.updated) / .seconds(1))
    let text =
      output == .live
      ? StatusText.live(progress, secondsSince: age, style: style())
      : StatusText.plain(progress)
    guard text != state.shown else { return }
    state.shown = text
    write(output == .live ? Self.lineStart + text + Self.eraseRest : text + "\n")
  }

  private static let lineStart = "\r"
  private static let eraseRest = "\u{1B}[K"
  private static let erasedLine = lineStart + eraseRest
}
