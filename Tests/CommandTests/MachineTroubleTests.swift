import Foundation
import Testing

/// Faults of the machine, and of those who share it.
@Suite struct MachineTroubleTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test
  func `a lock that somebody else holds on the runs' folder is told, and nothing waits for it`()
    throws
  {
    try FileManager.default.createDirectory(at: place["runs"], withIntermediateDirectories: true)
    let run = TinyRun.arguments(updates: 60, "--save-interval", "20").joined(separator: " ")
    let outcome = try place.bash("exec 9<runs; flock 9; agents \(run)")
    #expect(outcome.status == 0, "\(outcome.error)")
    let lines = outcome.lines.filter { $0.contains("does not know of this run yet") }
    #expect(lines.count == 1, "\(outcome.output)")
    #expect(lines.first?.contains("which process ") == true, "\(lines)")
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: 60)))
    #expect(!place.exists("runs/best-of-runs.json"))
    #expect(
      try place.text(of: "\(TinyRun.folder)/run.log").contains("does not know of this run yet"))
  }

  @Test func `a run's folder that is removed while it is trained is told with what is lost`() throws
  {
    for change in ["remove", "move", "replace"] {
      let command = try place.start(TinyRun.arguments(updates: 1_000_000))
      command.wait { place.rowCount(of: TinyRun.folder) >= 2 }
      let away = place["away-\(change)"]
      try FileManager.default.moveItem(at: place[TinyRun.folder], to: away)
      if change == "remove" { try FileManager.default.removeItem(at: away) }
      if change == "replace" {
        try FileManager.default.createDirectory(
          at: place["\(TinyRun.folder)/checkpoints"], withIntermediateDirectories: true)
      }
      let outcome = try command.wait()
      #expect(outcome.status == 74 && !outcome.endedBySignal, "\(change): \(outcome.error)")
      #expect(
        outcome.error.contains("\(TinyRun.folder): the folder of this run was removed, moved"),
        "\(outcome.error)")
      if change == "move" {
        let resume = ["train", "--resume", "away-move", "--num-env-steps", "2e4", "--quiet"]
        #expect(try place.agents(resume).status == 0)
      }
      if change == "replace" {
        #expect(try place.names(in: "\(TinyRun.folder)/checkpoints") == [])
        try FileManager.default.removeItem(at: place[TinyRun.folder])
      }
    }
  }

  @Test(arguments: [1, 2])
  func `an update without an end is given up, and the state before it is kept`(updates: Int) throws
  {
    // The target divergence ends the first updates early; once the policy learns nothing more, nothing does.
    let whole = TinyRun.arguments(updates: 3, "--log-dir", "whole")
    #expect(try place.agents(whole).status == 0)
    let endless = TinyRun.arguments(updates: updates, "--ppo-epoch", "1000000000")
    let command = try place.start(endless)
    command.wait { place.exists(TinyRun.checkpoint(afterUpdate: 0)) && !entriesAreHidden }
    command.send(SIGTERM)
    let outcome = try command.wait()
    #expect(outcome.endedBySignal && outcome.status == SIGTERM)
    #expect(outcome.output.contains("Stopped after 0 steps"), "\(outcome.output)")
    #expect(try place.names(in: "\(TinyRun.folder)/checkpoints") == ["update_000000.h5"])
    #expect(place.rowCount(of: TinyRun.folder) == 0)
  }

  private var entriesAreHidden: Bool { !place.exists("\(TinyRun.folder)/run.log") }
}
