import Foundation
import Testing

/// What is made of a grid's runs: a list, pictures, a comparison.
@Suite struct RunsOfGridTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// Two algorithms by learning rates and seeds, of twelve updates each.
  private func makeRuns(learningRates: String = "1e-3", seeds: String) throws {
    let outcome = try place.agents(
      "grid", "--name", "g", "--env", "CartPole-v1", "--algo", "ppo,a2c", "--lr", learningRates,
      "--seed", seeds, "--num-envs", "4", "--num-steps", "32", "--num-env-steps", "1536",
      "--jobs", "2", "--threads", "1")
    try #require(outcome.status == 0, "\(outcome.error)")
  }

  @Test func `runs are listed by a setting, in the order of another`() throws {
    try makeRuns(seeds: "0..2")
    let list = try place.agents("runs", "--filter", "algo=ppo", "--sort", "seed", "--reverse")
    #expect(list.status == 0, "\(list.error)")
    try #require(list.lines.count == 4)
    for (line, seed) in zip(list.lines.dropFirst(), ["_s2 ", "_s1 ", "_s0 "]) {
      #expect(line.contains("ppo") && line.contains(seed), "\(line)")
    }
  }

  @Test func `a list for programs has each run's state and steps`() throws {
    try makeRuns(seeds: "0")
    let list = try place.agents("runs", "--json")
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
    #expect(entries.count == 2)
    for entry in entries {
      #expect(entry["status"] as? String == "finished")
      #expect(entry["steps"] as? Int == 1536)
    }
  }

  @Test func `curves are drawn by setting in panels, in each kind of file`() throws {
    try makeRuns(learningRates: "3e-4,1e-3", seeds: "0,1")
    for name in ["a.svg", "a.png", "a.pdf"] {
      let outcome = try place.agents(
        "plot", "runs", "--group", "lr", "--panel", "algo", "--smooth", "3", "--center", "iqm",
        "--show-runs", "-o", name)
      #expect(outcome.status == 0 && outcome.error == "", "\(outcome.error)")
      #expect(place.exists(name))
    }
    let picture = try place.text(of: "a.svg")
    for word in ["0.0003", "0.001", "ppo", "a2c"] { #expect(picture.contains(word), "\(word)") }
  }

  @Test func `another column is drawn along the time, without the word runs`() throws {
    try makeRuns(seeds: "0")
    let outcome = try place.agents(
      "plot", "runs/g-ppo", "-x", "time", "-y", "entropy", "-o", "b.svg")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try place.text(of: "b.svg").contains("entropy"))
  }

  @Test func `a column or setting that there is not is named`() throws {
    try makeRuns(seeds: "0")
    let mistakes = [
      (["runs", "--filter", "sede=1"], "Did you mean 'seed'?"),
      (["plot", "runs", "-y", "retrun", "-o", "c.png"], "no column 'retrun'"),
      (["plot", "runs", "--group", "colour", "-o", "c.png"], "no setting 'colour'"),
    ]
    for (arguments, words) in mistakes {
      let outcome = try place.agents(arguments)
      #expect(outcome.status == 64 && outcome.error.contains(words), "\(outcome.error)")
    }
    #expect(!place.exists("c.png"))
  }

  @Test func `two families of runs are compared`() throws {
    try makeRuns(seeds: "0..2")
    let compared = try place.agents("compare", "runs/g-ppo", "runs/g-a2c", "--json")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(compared.output.utf8)) as? [String: Any])
    let environment = try #require((report["environments"] as? [[String: Any]])?.first)
    let final = try #require(environment["final"] as? [String: Any])
    for side in ["first", "second"] {
      #expect((final[side] as? [String: Any])?["runs"] as? Int == 3, "\(side)")
    }
    #expect((0...1).contains(try #require(final["probability_of_improvement"] as? Double)))
    let table = try place.agents("compare", "runs/g-ppo", "runs/g-a2c")
    #expect(table.output.contains("P(A > B), final: "))
    #expect(try place.agents("compare", "runs", "nowhere").status == 74)
  }
}
