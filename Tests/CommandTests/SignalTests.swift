import Foundation
import Testing

@Suite("Signals and pipes")
struct SignalTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test(
    "a signal ends the run after the update at hand, saved, with a line that goes on when pasted",
    arguments: [SIGINT, SIGTERM, SIGHUP], [false, true])
  func interruption(number: Int32, isBlockedAtFirst: Bool) throws {
    let command = try place.start(
      TinyRun.arguments(updates: 1_000_000) + ["--log-dir", "it's here"],
      blocksSignals: isBlockedAtFirst)
    let run = "it's here/tiny/tiny_s1"
    command.wait { place.rowCount(of: run) >= 2 }
    command.send(number)
    let outcome = try command.wait()
    #expect(outcome.endedBySignal && outcome.status == number)
    #expect(outcome.error == "")
    let updates = place.rowCount(of: run)
    let name = "update_\(String(format: "%06d", updates)).h5"
    #expect(try place.names(in: "\(run)/checkpoints") == [name])
    #expect(outcome.output.contains("Stopped after \(updates * 128) steps"))

    let advice = try #require(outcome.lines.last)
    #expect(advice.hasSuffix(#"agents train --resume 'it'\''s here/tiny/tiny_s1'"#))
    let line = try #require(advice.split(separator: ":  ").last)
    // Pasted, with an end that is near.
    let second = try place.bash("\(line) --num-env-steps \((updates + 2) * 128)")
    #expect(second.status == 0)
    #expect(second.output.contains("Done after \((updates + 2) * 128) steps"))
    #expect(place.rowCount(of: run) == updates + 2)
  }

  @Test("a signal that the caller ignores stays ignored, as nohup wants it")
  func ignored() throws {
    let run = TinyRun.arguments(updates: 500).joined(separator: " ")
    // The signal comes while the run trains: after its first rows, long before its last.
    let hasBegun = "grep -q 128 \(TinyRun.folder)/progress.csv 2>/dev/null"
    let outcome = try place.bash(
      """
      trap '' HUP; agents \(run) &
      until \(hasBegun); do sleep 0.01; done; kill -HUP $!; wait $!
      """)
    #expect(outcome.status == 0)
    #expect(place.rowCount(of: TinyRun.folder) == 500)
  }

  @Test("a reader that goes away does not end the training")
  func closedPipe() throws {
    let run = TinyRun.arguments(updates: 100, "--log-interval", "1").joined(separator: " ")
    let outcome = try place.bash("agents \(run) | head -1; exit ${PIPESTATUS[0]}")
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(outcome.lines.count == 1)
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: 100)))
  }
}
