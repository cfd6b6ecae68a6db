import Foundation
import Testing

/// What becomes of a run whose end is moved.
@Suite struct MovedEndTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func resume(_ steps: Int, _ run: String = TinyRun.folder) throws -> Outcome {
    try place.agents("train", "--resume", run, "--num-env-steps", "\(steps)", "--quiet")
  }

  /// Every file of the run with its contents, but for what the clock decides.
  private func files(of run: String = TinyRun.folder) throws -> [String: Data] {
    var files = [String: Data]()
    for name in try place.names(in: run)
      + place.names(in: "\(run)/checkpoints").map({ "checkpoints/\($0)" })
    where name != "checkpoints" { files[name] = try place.contents(of: "\(run)/\(name)") }
    return files
  }

  @Test func `an end that is passed is refused, and nothing is written`() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 4)).status == 0)
    let before = try files()
    for steps in [1, 128, 384, 511] {
      let outcome = try resume(steps)
      #expect(outcome.status == 64, "\(outcome.error)")
      #expect(
        outcome.error.contains("the run has made 512 steps already. Give more than 512 to train"))
      #expect(try files() == before)
    }
    // The end that it has is none that is passed.
    #expect(try resume(512).status == 0)
    #expect(try resume(513).status == 0)
    #expect(place.rowCount(of: TinyRun.folder) == 5)
  }

  @Test(arguments: ["ppo", "a2c"])
  func `a run whose end was moved is the same run again from its config file`(algorithm: String)
    throws
  {
    let arguments = TinyRun.arguments(
      updates: 3, "--algo", algorithm, "--use-linear-lr-decay", "--save-interval", "1")
    #expect(try place.agents(arguments).status == 0)
    // Further, less far than that, and further again.
    #expect(try resume(8 * 128).status == 0)
    let command = try place.start(
      ["train", "--resume", TinyRun.folder, "--num-env-steps", "\(128_000_000)", "--quiet"])
    command.wait { place.rowCount(of: TinyRun.folder) >= 20 }
    command.send(SIGTERM)
    _ = try command.wait()
    let made = place.rowCount(of: TinyRun.folder)
    #expect(try resume((made + 5) * 128).status == 0)
    let config = try place.text(of: "\(TinyRun.folder)/config.json")
    #expect(config.contains("\"earlierEnds\""))

    let again = [
      "train", "--config", "\(TinyRun.folder)/config.json", "--log-dir", "again", "--name", "tiny",
      "--quiet", "--threads", "2",
    ]
    #expect(try place.agents(again).status == 0)
    let name = "checkpoints/update_\(String(format: "%06d", made + 5)).h5"
    for file in ["progress.csv", "config.json", name] {
      let isSame =
        try place.contents(of: "\(TinyRun.folder)/\(file)")
        == place.contents(of: "again/tiny/tiny_s1/\(file)")
      #expect(isSame, "\(file)")
    }
    // The rate fell towards each end in its time, by the numbers of updates made and to be made.
    let lines = try place.text(of: "\(TinyRun.folder)/progress.csv").split(separator: "\n")
    let column = try #require(lines[0].split(separator: ",").firstIndex(of: "learning_rate"))
    let rates = lines.dropFirst().map {
      Double($0.split(separator: ",", omittingEmptySubsequences: false)[column])!
    }
    for (update, rate) in rates.enumerated() {
      let end = update < 3 ? 3 : update < 8 ? 8 : update < made ? 1_000_000 : made + 5
      let expected = (algorithm == "ppo" ? 3e-4 : 7e-4) * (1 - Double(update) / Double(end))
      #expect(abs(rate - expected) < 1e-12, "update \(update)")
    }
    // With an end of its own it is headed for that from the beginning.
    let other = again + ["--num-env-steps", "256", "--seed", "2"]
    #expect(try place.agents(other).status == 0)
    #expect(try !place.text(of: "again/tiny/tiny_s2/config.json").contains("earlierEnds"))
  }

  @Test func `a history that cannot be is refused`() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    #expect(try resume(512).status == 0)
    let config = try place.text(of: "\(TinyRun.folder)/config.json")
    for (number, update) in [(0, "0"), (1, "5"), (2, "-1"), (3, "9223372036854775807")] {
      let changed = config.replacing("\"untilUpdate\" : 2", with: "\"untilUpdate\" : \(update)")
      #expect(changed != config)
      try Data(changed.utf8).write(to: place["\(number).json"])
      let outcome = try place.agents("train", "--config", "\(number).json")
      #expect(outcome.status == 64 && !outcome.endedBySignal)
      #expect(outcome.error.contains("earlierEnds"), "\(outcome.error)")
    }
  }

  @Test func `a grid with an end that its runs have passed begins nothing`() throws {
    let grid = [
      "grid", "--name", "g", "--env", "CartPole-v1", "--num-envs", "4", "--num-steps", "32",
      "--seed",
      "5..6", "--threads", "1", "--num-env-steps",
    ]
    #expect(try place.agents(grid + ["512"]).status == 0)
    let before = try files(of: "runs/g/g_s5")
    let outcome = try place.agents(grid + ["256"])
    #expect(outcome.status == 64, "\(outcome.output)\(outcome.error)")
    #expect(outcome.error.contains("g_s5 has made 512 steps already"), "\(outcome.error)")
    #expect(try files(of: "runs/g/g_s5") == before)
    #expect(try place.agents(grid + ["512"]).output.contains("2 of them done before"))
    #expect(try place.agents(grid + ["640"]).status == 0)
    #expect(place.rowCount(of: "runs/g/g_s6") == 5)
  }
}
