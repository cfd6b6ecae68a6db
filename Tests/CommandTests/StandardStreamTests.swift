import Foundation
import Testing

/// What becomes of results where standard output, or another stream, does not take them.
@Suite struct StandardStreamTests {
  private let place: Workplace
  private let tiny = TinyRun.arguments(updates: 2).joined(separator: " ")

  init() throws { place = try Workplace() }

  @Test func `results that a full disk does not take end with status 74`() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    for command in [
      "runs", "runs --json", "compare runs runs", "environments", "environments CartPole-v1 --json",
      "presets", "presets --json", "--help", "train --help", "--version", "grid --seed 1 --dry-run",
      "evaluate \(TinyRun.folder) --episodes 2 --json", "evaluate \(TinyRun.folder) --episodes 2",
    ] {
      let outcome = try place.bash("agents \(command) > /dev/full")
      #expect(outcome.status == 74 && !outcome.endedBySignal, "\(command)")
      #expect(
        outcome.error.contains("standard output: cannot write it: the disk is full."),
        "\(command): \(outcome.error)")
    }
  }

  @Test func `a training whose lines nobody can take is made, and says so at the end`() throws {
    let outcome = try place.bash("agents \(tiny) > /dev/full")
    #expect(outcome.status == 74 && outcome.error.contains("the disk is full"))
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: 2)))
  }

  @Test func `closed streams are not what files are opened as`() throws {
    let outcome = try place.bash("agents \(tiny) <&- >&- 2>&-")
    #expect(outcome.status == 0)
    #expect(try place.agents(TinyRun.arguments(updates: 2, "--log-dir", "whole")).status == 0)
    for file in ["progress.csv", "config.json", "checkpoints/update_000002.h5"] {
      let isSame =
        try place.contents(of: "\(TinyRun.folder)/\(file)")
        == place.contents(of: "whole/tiny/tiny_s1/\(file)")
      #expect(isSame, "\(file)")
    }
  }

  @Test func `what asks for JSON gets JSON where there is an error, too`() throws {
    for arguments in [
      ["runs", "gone", "--json"], ["compare", "gone", "gone", "--json"],
      ["evaluate", "gone", "--json"], ["runs", "--json", "--sort"],
    ] {
      let outcome = try place.agents(arguments)
      #expect(outcome.status != 0 && !outcome.endedBySignal)
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let message = try #require((object as? [String: String])?["error"])
      #expect(outcome.error.contains(message), "\(outcome.error)")
    }
  }
}
