import Foundation
import Testing

/// Files of settings, grids, tasks and models that would keep the program busy, or crash it.
@Suite("Hostile input")
struct HostileInputTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.copyExample("swing_up")
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: place[path])
  }

  private func expectRefusal(
    _ arguments: [String], _ message: String, status: Int32 = 65,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try place.agents(arguments)
    #expect(
      outcome.status == status && !outcome.endedBySignal, "\(outcome.status)",
      sourceLocation: sourceLocation)
    #expect(outcome.error.contains(message), "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error.utf8.count < 2000, sourceLocation: sourceLocation)
    expectOneParagraph(outcome, sourceLocation: sourceLocation)
  }

  private static let task = ["train", "--env", "swing_up.xml", "--task"]

  /// The three readers of YAML.
  private static let readers = [["train", "--config"], ["grid", "--file"], task]

  @Test("aliases, too many values and pipes are refused by everything that reads YAML")
  func documents() throws {
    let bomb =
      "a0: &a0 [x,x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1),*a\($0 - 1)]\n" }.joined()
      + "? *a40\n: 1\n"
    try write(bomb, to: "bomb.yaml")
    try write((0..<100_000).map { "k\($0): 1" }.joined(separator: "\n"), to: "keys.yaml")
    #expect(unsafe mkfifo(place["pipe.yaml"].path(percentEncoded: false), 0o600) == 0)
    for reader in Self.readers {
      try expectRefusal(reader + ["bomb.yaml"], "an alias cannot be used here")
      try expectRefusal(reader + ["keys.yaml"], "there are more than 20000 values in this file")
      try expectRefusal(
        reader + ["pipe.yaml"], "it is a pipe or a device, and must be a file on a disk",
        status: reader == Self.task ? 74 : 65)
    }
  }

  @Test("a long name is no reason to search for names like it")
  func names() throws {
    let name = String(repeating: "n", count: 1_000_000)
    // A name of this length needs its question mark.
    try write("? \(name)\n: 1", to: "name.yaml")
    for reader in Self.readers {
      try expectRefusal(reader + ["name.yaml"], "a name can have 200 bytes, and not 1000000")
    }
    try write("lr: \(name)", to: "value.yaml")
    try expectRefusal(
      ["grid", "--file", "value.yaml"], "a value can have 10000 bytes, and not 1000000")
    try expectRefusal(
      ["train", "--config", "value.yaml"], "--lr takes 10000 bytes at most, and not 1000000")
  }

  @Test("a grid of more runs than anyone has time for is refused")
  func grids() throws {
    try expectRefusal(
      ["grid", "--dry-run", "--seed", "0..99999", "--num-steps", "1..3"],
      "are more than 100000 runs; list fewer values", status: 64)
    try expectRefusal(
      ["grid", "--dry-run", "--seed", "-9223372036854775808..9223372036854775807"],
      "a range goes from a smaller whole number to a larger", status: 64)
  }

  @Test("numbers of a task that nobody means are refused")
  func numbers() throws {
    let text = try place.text(of: "swing_up.yaml")
    for value in ["9223372036854775807", "1000000000", "-1", "1e300", ".nan"] {
      try write(text.replacing("frame_skip: 4", with: "frame_skip: \(value)"), to: "task.yaml")
      try expectRefusal(Self.task + ["task.yaml"], "task.yaml:2:13: this must be a whole number")
    }
    try expectRefusal(
      Self.task + ["swing_up.yaml", "--env-arg", "max_episode_steps=9223372036854775807"],
      "it must be a whole number from 1 to 1000000000, or none", status: 64)
  }

  @Test("a model that crashes MuJoCo, or takes all memory, is refused")
  func models() throws {
    let text = try place.text(of: "swing_up.xml")
    #expect(unsafe mkfifo(place["pipe.xml"].path(percentEncoded: false), 0o600) == 0)
    for (part, message) in [
      (
        "<asset><mesh name=\"m\" vertex=\"0 0 0 1 0 0 0 1 0 0 0 1\" face=\"0 1 99999999\"/></asset>",
        "MuJoCo cannot read the model model.xml: MuJoCo crashed while compiling it"
      ),
      ("<size nuser_body=\"1000000000\"/>", "MuJoCo cannot read the model model.xml: "),
      ("<include file=\"pipe.xml\"/>", "pipe.xml"),
    ] {
      try write(text.replacing("<worldbody>", with: part + "<worldbody>"), to: "model.xml")
      try expectRefusal(["train", "--env", "model.xml", "--task", "swing_up.yaml"], message)
    }
    try expectRefusal(
      ["train", "--env", "pipe.xml", "--task", "swing_up.yaml"],
      "it is a pipe or a device, and must be a file on a disk", status: 74)
  }
}
