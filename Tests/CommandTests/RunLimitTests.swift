import Foundation
import Testing

@Suite("When a run ends, and what it keeps")
struct RunLimitTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// The named columns of a run's progress.csv; nil for an empty field.
  private func columns(_ names: String..., of run: String) throws -> [[Double?]] {
    let lines = try place.text(of: "\(run)/progress.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let places = try names.map { name in
      try #require(lines[0].firstIndex { $0 == name }, "\(name)")
    }
    return lines.dropFirst().map { line in places.map { Double(line[$0]) } }
  }

  @Test(
    "a run ends at the first update whose complete cohorts are good enough, and not again later")
  func stopReturn() throws {
    let arguments =
      TinyRun.arguments(updates: 200) + ["--stop-return", "22", "--stop-window", "100"]
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(outcome.output.contains("The return of --stop-return is reached after "))
    let updates = place.rowCount(of: TinyRun.folder)
    #expect((1..<200).contains(updates))
    let rows = try columns("cohort_episodes", "cohort_return_mean", of: TinyRun.folder)
    let first = rows.firstIndex { $0[0]! >= 100 && $0[1]! >= 22 }
    #expect(first == updates - 1)
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: updates)))
    // Called again, there is nothing to do; without the limit, it goes on.
    let again = ["train", "--resume", TinyRun.folder, "--quiet"]
    #expect(try place.agents(again + Array(arguments.suffix(4))).status == 0)
    #expect(place.rowCount(of: TinyRun.folder) == updates)
    #expect(try place.agents(again).status == 0)
    #expect(place.rowCount(of: TinyRun.folder) == 200)
  }

  @Test("at least the steps that are asked for are made, in whole rollouts, and said so at once")
  func wholeRollouts() throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 2) + ["--num-env-steps", "300"])
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(outcome.lines[0].contains("384 steps (300 in whole rollouts of 128)"))
    #expect(outcome.output.contains("Done after 384 steps"))
    #expect(place.rowCount(of: TinyRun.folder) == 3)
    #expect(try place.agents("runs", "--json").output.contains(#""status" : "finished""#))
  }

  @Test("from one environment on, recurrent policies train without a word about minibatches")
  func fewEnvironments() throws {
    for count in 1...3 {
      let outcome = try place.agents(
        "train", "--env", "CartPoleNoVel-v1", "--recurrent", "--num-envs", "\(count)",
        "--num-steps", "16", "--num-env-steps", "16", "--quiet")
      #expect(outcome.status == 0, "\(outcome.error)")
    }
  }

  @Test("a run ends when its time is up, saved, and says how to resume")
  func timeLimit() throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 1_000_000, "--time-limit", "0.2s"))
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(outcome.output.contains("The time of --time-limit is up after "))
    #expect(outcome.lines.last?.hasSuffix("agents train --resume \(TinyRun.folder)") == true)
    let updates = place.rowCount(of: TinyRun.folder)
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: updates)))
  }

  @Test("SIGUSR1 saves and goes on")
  func saveNow() throws {
    let command = try place.start(
      TinyRun.arguments(updates: 1_000_000, "--save-interval", "0"))
    command.wait { place.rowCount(of: TinyRun.folder) >= 2 }
    #expect(try place.names(in: "\(TinyRun.folder)/checkpoints") == ["update_000000.h5"])
    command.send(SIGUSR1)
    command.wait { !place.exists(TinyRun.checkpoint(afterUpdate: 0)) }
    let rows = place.rowCount(of: TinyRun.folder)
    command.wait { place.rowCount(of: TinyRun.folder) > rows }
    command.send(SIGTERM)
    let outcome = try command.wait()
    #expect(outcome.status == SIGTERM)
    #expect(outcome.lines.count { $0.hasPrefix("Saved ") } == 2)
  }

  @Test("a run that is killed before its first checkpoint is due can be gone on with")
  func killedSoon() throws {
    let command = try place.start(TinyRun.arguments(updates: 1_000_000))
    command.wait { place.rowCount(of: TinyRun.folder) >= 1 }
    command.send(SIGKILL)
    #expect(try command.wait().status == SIGKILL)
    #expect(try place.names(in: "\(TinyRun.folder)/checkpoints") == ["update_000000.h5"])
    // A file that it may have been writing, and a log that a power cut left in pieces.
    let host = ProcessInfo.processInfo.hostName
    let unfinished = "\(TinyRun.folder)/checkpoints/.update_000007.h5.tmp-\(host)-4194304-1"
    try Data("begun".utf8).write(to: place[unfinished])
    try Data("upd\0\0".utf8).write(to: place["\(TinyRun.folder)/progress.csv"])
    let resume = ["train", "--resume", TinyRun.folder, "--num-env-steps", "384", "--quiet"]
    #expect(try place.agents(resume).status == 0)
    #expect(!place.exists(unfinished))
    let whole = TinyRun.arguments(updates: 3, "--log-dir", "whole")
    #expect(try place.agents(whole).status == 0)
    for file in ["progress.csv", "checkpoints/update_000003.h5"] {
      let same =
        try place.contents(of: "\(TinyRun.folder)/\(file)")
        == place.contents(of: "whole/tiny/tiny_s1/\(file)")
      #expect(same, "\(file)")
    }
  }

  private struct Claim: Decodable, Equatable {
    let meanReturn, standardError, meanLength: Double
    let episodes: Int
  }

  private func evaluation(_ run: String, episodes: Int) throws -> (
    claim: Claim?, mean: Double, error: Double
  ) {
    struct Report: Decodable {
      struct Statistics: Decodable {
        struct Sample: Decodable { let mean, standardError: Double }
        let `return`: Sample
      }
      let claim: Claim?
      let statistics: Statistics
    }
    let outcome = try place.agents(
      "evaluate", run, "--best", "--stochastic", "--episodes", "\(episodes)", "--json")
    #expect(outcome.status == 0 && outcome.output.contains("best.h5"), "\(outcome.error)")
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    return (
      report.claim, report.statistics.return.mean, report.statistics.return.standardError
    )
  }

  @Test("what is claimed of the best policy is what it does")
  func best() throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 60))
    #expect(outcome.status == 0)
    let (claim, mean, error) = try evaluation(TinyRun.folder, episodes: 100)
    let found = try #require(claim)
    #expect((30...100).contains(found.episodes))
    // Both are means of independent episodes of the same policy.
    #expect(
      abs(found.meanReturn - mean) < 4
        * (found.standardError * found.standardError + error * error)
        .squareRoot())
    // In this environment each step is worth 1.
    #expect(abs(found.meanReturn - found.meanLength) < 1e-9)
    #expect(
      outcome.lines.contains {
        $0.hasPrefix("Best policy: mean return ") && $0.contains("+-")
          && $0.contains(" over \(found.episodes) episodes of its own, after ")
          && $0.hasSuffix("\(TinyRun.folder)/best.h5")
      }, "\(outcome.output)")
    struct File: Decodable { let best: [Claim] }
    let file = try place.text(of: "runs/best-of-runs.json")
    #expect(
      try JSONDecoder().decode(File.self, from: Data(file.utf8)).best == [found], "\(file)")
    #expect(file.contains("\"policy\" : \"tiny/tiny_s1/best.h5\""))
    let told = try place.agents("evaluate", TinyRun.folder, "--best", "--episodes", "2")
    #expect(told.output.contains("The run claims: mean return "))
    // It is no place to go on from.
    let wrong = try place.agents("train", "--resume", "\(TinyRun.folder)/best.h5")
    #expect(wrong.status == 64 && wrong.error.contains("update_000060.h5"), "\(wrong.error)")
  }

  @Test("the best of runs is that of all runs of a problem, also where they end at once")
  func bestOfRuns() throws {
    let commands = try (1...4).map {
      try place.start(TinyRun.arguments(updates: 30, "--seed", "\($0)"))
    }
    for command in commands { #expect(try command.wait().status == 0) }
    let other = ["--env", "Acrobot-v1", "--env-arg", "max_episode_steps=20"]
    #expect(try place.agents(TinyRun.arguments(updates: 10) + other).status == 0)
    struct File: Decodable {
      struct Entry: Decodable {
        struct Trial: Decodable { let meanReturn: Double }
        let policy: String
        let trial: Trial
      }
      let best: [Entry]
    }
    let file = try JSONDecoder().decode(
      File.self, from: place.contents(of: "runs/best-of-runs.json"))
    #expect(file.best.count == 2)
    // A folder of its own for each run tells what each would have been called the best for.
    let returns = try (1...4).map { seed in
      let apart = TinyRun.arguments(updates: 30, "--seed", "\(seed)", "--log-dir", "apart\(seed)")
      #expect(try place.agents(apart).status == 0)
      return try JSONDecoder().decode(
        File.self, from: place.contents(of: "apart\(seed)/best-of-runs.json")
      ).best[0].trial.meanReturn
    }
    let winner = try #require(file.best.first { $0.trial.meanReturn == returns.max() })
    #expect(winner.policy == "tiny/tiny_s\(returns.firstIndex(of: returns.max()!)! + 1)/best.h5")
  }
}
