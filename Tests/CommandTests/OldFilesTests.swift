import Foundation
import Testing

/// What earlier versions wrote opens for ever, and says the same.
@Suite struct OldFilesTests {
  private static let runs = [
    "gru-ppo", "feedforward-ppo", "feedforward-a2c", "gru-a2c", "feedforward-acktr", "gru-acktr",
  ]
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try FileManager.default.copyItem(
      at: Workplace.package.appending(path: "Tests/Fixtures/format-1"), to: place["old"])
  }

  private func folder(of run: String) -> String { "old/\(run)/\(run)_s1" }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test(arguments: runs) func `a policy does what it did when it was saved`(run: String) throws {
    let now = try json(
      [
        "evaluate", folder(of: run), "--json", "--stochastic", "--episodes", "3", "--max-steps",
        "20",
      ])
    let then = try #require(
      try JSONSerialization.jsonObject(with: place.contents(of: "old/evaluation-\(run).json"))
        as? [String: Any])
    let (new, old) = try (
      #require(now["episodes"] as? [[String: Any]]), #require(then["episodes"] as? [[String: Any]])
    )
    #expect(new.count == 3 && old.count == 3)
    for (new, old) in zip(new, old) {
      #expect(new["return"] as? Double == old["return"] as? Double)
      #expect(new["length"] as? Int == old["length"] as? Int)
      #expect(new["outcome"] as? String == old["outcome"] as? String)
    }
  }

  @Test(arguments: runs) func `a run is resumed and trained longer`(run: String) throws {
    let before = place.rowCount(of: folder(of: run))
    let outcome = try place.agents(
      "train", "--resume", folder(of: run), "--num-env-steps", "2048", "--threads", "1")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(place.rowCount(of: folder(of: run)) > before)
  }

  @Test func `a best policy is evaluated`() throws {
    let outcome = try place.agents(
      "evaluate", folder(of: "gru-ppo"), "--best", "--episodes", "2", "--max-steps", "5")
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test func `a run's settings give the same run again`() throws {
    for run in Self.runs {
      let outcome = try place.agents(
        "train", "--config", "\(folder(of: run))/config.json", "--name", "again-\(run)",
        "--threads",
        "1")
      #expect(outcome.status == 0, "\(outcome.error)")
    }
  }

  @Test func `runs are listed with what they reached`() throws {
    let outcome = try place.agents("runs", "old", "--json")
    #expect(outcome.status == 0, "\(outcome.error)")
    for run in Self.runs { #expect(outcome.output.contains("\(run)_s1")) }
  }

  @Test func `dumps are read`() throws {
    let points = try place.agents(
      "analyze", "fixed-points", folder(of: "gru-ppo"), "--trajectories", "old/gru.h5", "--json")
    #expect(points.status == 0, "\(points.error)")
    let picture = try place.agents("plot", "hidden", "old/gru.h5", "-o", "hidden.png")
    #expect(picture.status == 0, "\(picture.error)")
    #expect(place.exists("hidden.png"))
  }
}
