import Foundation
import Testing

/// A run that is killed while it begins.
@Suite struct BeginningTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private var entries: [String] { (try? place.names(in: "runs/tiny")) ?? [] }

  @Test func `whenever a beginning run is killed, there is nothing or a run that goes on`() throws {
    // One moment after the other that a look at the folders can tell.
    let moments: [(Workplace, [String]) -> Bool] = [
      { place, _ in place.exists("runs") }, { place, _ in place.exists("runs/tiny") },
      { _, names in names.contains { $0.hasPrefix(".") } },
      { place, names in names.contains { place.exists("runs/tiny/\($0)/config.json") } },
      { place, names in names.contains { place.exists("runs/tiny/\($0)/run.log") } },
      { _, names in names.contains { !$0.hasPrefix(".") } },
      { place, _ in place.rowCount(of: TinyRun.folder) > 0 },
    ]
    for (number, moment) in moments.enumerated() {
      let command = try place.start(TinyRun.arguments(updates: 1_000_000))
      command.wait { moment(place, entries) }
      command.send(SIGKILL)
      #expect(try command.wait().status == SIGKILL)
      for name in entries where !name.hasPrefix(".") {
        let resume = [
          "train", "--resume", "runs/tiny/\(name)", "--num-env-steps", "1e5", "--quiet",
        ]
        let outcome = try place.agents(resume)
        #expect(outcome.status == 0, "moment \(number): \(outcome.error)")
      }
      if place.exists("runs/tiny") {
        let visible = entries.filter { !$0.hasPrefix(".") }
        let runs = try place.agents("runs", "--json")
        #expect((runs.status == 0) == !visible.isEmpty, "moment \(number): \(runs.error)")
        for name in visible { try FileManager.default.removeItem(at: place["runs/tiny/\(name)"]) }
      }
    }
    // What was left is removed by the next run.
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    #expect(entries == ["tiny_s1"])
  }

  @Test func `what a killed beginning left goes with its checkpoints, and one at work stays`()
    throws
  {
    let host = ProcessInfo.processInfo.hostName
    for name in [".tiny_s1.tmp-\(host)-4194304-1", ".tiny_s1.tmp-\(host)-4194304-2"] {
      try FileManager.default.createDirectory(
        at: place["runs/tiny/\(name)"], withIntermediateDirectories: true)
    }
    try FileManager.default.createDirectory(
      at: place["kept/tiny_s1"], withIntermediateDirectories: true)
    try Data("begun".utf8).write(to: place["kept/tiny_s1/update_000000.h5"])
    try FileManager.default.createSymbolicLink(
      at: place["runs/tiny/.tiny_s1.tmp-\(host)-4194304-1/checkpoints"],
      withDestinationURL: place["kept/tiny_s1"])
    let held = "runs/tiny/.tiny_s1.tmp-\(host)-4194304-2"
    let holder = try place.bash(
      "exec 9<'\(held)'; flock 9; agents \(TinyRun.arguments(updates: 1).joined(separator: " "))")
    #expect(holder.status == 0, "\(holder.error)")
    #expect(entries == [".tiny_s1.tmp-\(host)-4194304-2", "tiny_s1"])
    #expect(try place.names(in: "kept") == [])
  }
}
