import Foundation
import Testing

@Suite("When a run ends, and what it keeps")
struct RunLimitTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test("a run ends at the first update whose last episodes are good enough, and not again later")
  func stopReturn() throws {
    let arguments =
      TinyRun.arguments(updates: 200) + ["--stop-return", "22", "--stop-window", "10"]
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 0 && outcome.error == "")
    #expect(outcome.output.contains("The return of --stop-return is reached after "))
    let updates = place.rowCount(of: TinyRun.folder)
    #expect((1..<200).contains(updates))
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

  @Test("a run ends when its time is up, saved, and says how to go on")
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

  @Test("the best policy is that of the row with the greatest mean return, and can be evaluated")
  func best() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 40)).status == 0)
    let rows = try place.text(of: "\(TinyRun.folder)/progress.csv").split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let candidates = rows.filter { Int($0[2])! >= 20 }
    let greatest = try #require(candidates.map { Double($0[3])! }.max())
    let row = try #require(candidates.first { Double($0[3]) == greatest })
    let file = try place.text(of: "runs/best-of-runs.json")
    #expect(file.contains("\"meanReturn\" : \(greatest)"), "\(file)")
    #expect(file.contains("\"update\" : \(row[0])"))
    #expect(file.contains("\"policy\" : \"tiny/tiny_s1/best.h5\""))
    let outcome = try place.agents(
      "evaluate", TinyRun.folder, "--best", "--episodes", "2", "--json")
    #expect(outcome.status == 0 && outcome.output.contains("best.h5"), "\(outcome.error)")
    // It is no place to go on from.
    let wrong = try place.agents("train", "--resume", "\(TinyRun.folder)/best.h5")
    #expect(wrong.status == 64 && wrong.error.contains("update_000040.h5"), "\(wrong.error)")
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
        let policy: String
        let meanReturn: Double
      }
      let best: [Entry]
    }
    let file = try JSONDecoder().decode(
      File.self, from: place.contents(of: "runs/best-of-runs.json"))
    #expect(file.best.count == 2)
    let returns = try (1...4).map { seed in
      let log = try place.text(of: "runs/tiny/tiny_s\(seed)/progress.csv")
      return log.split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .filter { Int($0[2])! >= 20 }.compactMap { Double($0[3]) }.max()!
    }
    let winner = try #require(file.best.first { $0.meanReturn == returns.max() })
    #expect(winner.policy == "tiny/tiny_s\(returns.firstIndex(of: returns.max()!)! + 1)/best.h5")
  }
}
