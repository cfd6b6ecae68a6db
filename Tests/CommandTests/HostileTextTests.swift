import Foundation
import Testing

/// Names, settings and options that try to be more than text.
@Suite struct HostileTextTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    let outcome = try place.agents(TinyRun.arguments(updates: 12))
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  private let attack = "x'\n!touch owned\n\u{1B}]0;owned\u{7}\u{9B}31m"

  private func expectHarmless(
    _ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for text in [outcome.output, outcome.error] {
      for scalar in text.unicodeScalars where scalar != "\n" {
        let isPlain = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        #expect(isPlain, "\(text)", sourceLocation: sourceLocation)
      }
    }
    #expect(!place.exists("owned"), sourceLocation: sourceLocation)
  }

  /// Puts the attack into a setting of the run and into the name of its folder.
  private func poison() throws {
    let file = place["\(TinyRun.folder)/config.json"]
    var record = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    var configuration = try #require(record["configuration"] as? [String: Any])
    configuration["environment"] = ["id": attack]
    record["configuration"] = configuration
    try JSONSerialization.data(withJSONObject: record).write(to: file)
    let folder = place["runs/\(attack)"]
    try FileManager.default.moveItem(at: place["runs/tiny"], to: folder)
  }

  @Test func `neither a setting nor the name of a folder commands gnuplot or the terminal`() throws
  {
    try poison()
    let plot = try place.agents("plot", "runs", "--panel", "env", "--group", "name", "-o", "c.svg")
    #expect(plot.status == 0, "\(plot.error)")
    #expect(try place.text(of: "c.svg").contains("!touch owned"))
    expectHarmless(plot)
    for arguments in [
      ["runs"], ["runs", "--json"], ["runs", "--filter", "gone=\(attack)"],
      ["compare", "runs", "runs"], ["evaluate", "runs/\(attack)/tiny_s1", "--episodes", "1"],
      ["train", "--resume", "runs/\(attack)/tiny_s1"], ["train", "--resume", attack],
      ["evaluate", attack], [attack], ["train", "--env", attack], ["train", "--config", attack],
      ["evaluate", "runs/\(attack)/tiny_s1", "--dump", "\(attack)/x.h5"],
    ] {
      let outcome = try place.agents(arguments)
      #expect(!outcome.endedBySignal, "\(arguments)")
      expectHarmless(outcome)
    }
    let json = try place.agents("runs", "--json").output
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(runs.first?["name"] as? String == attack)
  }

  @Test func `the names of runs and of their folders have no control characters`() throws {
    let tiny = ["--env", "CartPole-v1", "--num-envs", "4", "--num-steps", "32"]
    let slurm = ["grid", "--launcher", "slurm", "--seed", "1..2"] + tiny
    for arguments in [
      ["train", "--name", attack] + tiny, ["train", "--log-dir", "a\nb"] + tiny,
      ["train", "--save-dir", "a\u{1B}b"] + tiny, ["grid", "--name", attack] + tiny,
      ["grid", "--log-dir", "a\nb"] + tiny, slurm + ["--name", attack],
      slurm + ["--log-dir", "a\n#SBATCH --uid=0\n"], slurm + ["--sbatch=--time=9\ntouch owned"],
    ] {
      let outcome = try place.agents(arguments)
      #expect(outcome.status == 64 && !outcome.endedBySignal, "\(arguments) \(outcome.error)")
      expectHarmless(outcome)
    }
    #expect(try place.names(in: ".") == ["runs"])
    #expect(try place.names(in: "runs").allSatisfy { $0 == "tiny" || $0.hasPrefix("best-of-runs") })
  }

  @Test func `a run's log keeps no escape sequence of its command line`() throws {
    // A folder that the shell made, and not we, may be called anything.
    try FileManager.default.createDirectory(
      at: place["evil\u{1B}[2J"], withIntermediateDirectories: true)
    let resume = [
      "train", "--resume", "evil\u{1B}[2J/../\(TinyRun.folder)", "--num-env-steps", "2000",
    ]
    let outcome = try place.agents(resume)
    #expect(outcome.status == 0)
    expectHarmless(outcome)
    let log = try place.text(of: "\(TinyRun.folder)/run.log")
    #expect(log.contains("resumed") && !log.contains("\u{1B}"))
  }
}
