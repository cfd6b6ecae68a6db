import Foundation
import HDF5
import Testing

@Suite struct EvaluateCommandTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func train(_ more: String...) throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 2) + more)
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  private func json(_ arguments: String...) throws -> [String: Any] {
    let outcome = try place.agents(["evaluate", "--json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func expectFailure(
    _ arguments: String..., status: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try place.agents(["evaluate"] + arguments)
    #expect(outcome.status == status && !outcome.endedBySignal, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      outcome.error.contains(message), "\(outcome.error)", sourceLocation: sourceLocation)
    expectOneParagraph(outcome, sourceLocation: sourceLocation)
  }

  @Test func `the newest run is found, named and evaluated`() throws {
    try train()
    try train("--seed", "2")
    let outcome = try place.agents("evaluate", "--episodes", "3", "--verbose")
    #expect(outcome.status == 0)
    #expect(
      outcome.lines.first
        == """
        Evaluating the newest run's runs/tiny/tiny_s2/checkpoints/update_000002.h5 on CartPole-v1: \
        3 episodes, most probable actions, seed 1
        """)
    #expect(outcome.lines.count { $0.hasPrefix("episode ") } == 3)
    #expect(outcome.lines.contains { $0.hasPrefix("return ") })
    #expect(outcome.lines.last?.contains("terminated") == true)
  }

  @Test func `JSON holds every episode, and statistics that follow from them`() throws {
    try train()
    let report = try json(TinyRun.folder, "--episodes", "12", "--stochastic", "--seed", "7")
    #expect(report["environment"] as? String == "CartPole-v1")
    #expect(report["deterministic"] as? Bool == false)
    #expect(report["seed"] as? Int == 7)
    let episodes = try #require(report["episodes"] as? [[String: Any]])
    let returns = episodes.compactMap { $0["return"] as? Double }
    #expect(episodes.map { $0["number"] as? Int } == (0..<12).map(Optional.some))
    let statistics = try #require(report["statistics"] as? [String: Any])
    let summary = try #require(statistics["return"] as? [String: Double])
    #expect(abs((summary["mean"] ?? 0) - returns.reduce(0, +) / 12) < 1e-12)
    #expect(summary["minimum"] == returns.min() && summary["maximum"] == returns.max())
  }

  @Test func `results do not depend on threads and environments`() throws {
    try train()
    let arguments = ["evaluate", TinyRun.folder, "--episodes", "30", "--stochastic", "--json"]
    let expected = try place.agents(arguments + ["--threads", "1"]).output
    for more in [["--threads", "2"], ["--threads", "3", "--num-envs", "5"], ["--num-envs", "1"]] {
      #expect(try place.agents(arguments + more).output == expected, "\(more)")
    }
  }

  @Test func `a policy can be tried in another world`() throws {
    try train()
    let report = try json(TinyRun.folder, "--env-arg", "max_episode_steps=7", "--episodes", "5")
    let episodes = try #require(report["episodes"] as? [[String: Any]])
    #expect(episodes.allSatisfy { $0["length"] as? Int == 7 })
    let noisy = try json(TinyRun.folder, "--env", "CartPoleNoisy-v1", "--episodes", "2")
    #expect(noisy["environment"] as? String == "CartPoleNoisy-v1")
  }

  @Test func `what is not as it was in training is said`() throws {
    try train()
    let flags = [
      "--env-arg", "max_episode_steps=7", "--observation-noise", "0.1", "--action-repeat", "2",
    ]
    let outcome = try place.agents(["evaluate", TinyRun.folder, "--episodes", "1"] + flags)
    #expect(
      outcome.lines.dropFirst().first
        == """
        Changed against training: max_episode_steps 7 instead of 500, observation noise 0.1 instead \
        of that of the id, action repeat 2 instead of 1
        """)
    #expect(outcome.output.contains(": 1 episode, most probable"))
    let report = try json(TinyRun.folder, "--env-arg", "max_episode_steps=7", "--episodes", "1")
    #expect(
      report["changes"] as? [[String: String]]
        == [["setting": "max_episode_steps", "training": "500", "evaluation": "7"]])
    #expect(report["requestedEpisodes"] as? Int == 1)
    // The default, given or left out, is no change.
    let same = try place.agents(
      "evaluate", TinyRun.folder, "--env-arg", "max_episode_steps=5e2", "--episodes", "1")
    #expect(!same.output.contains("Changed"))
  }

  @Test func `a run's settings and its dump say every argument of the environment`() throws {
    let run = TinyRun.arguments(updates: 2, "--name", "maze", "--env-arg", "corridor_length=3.0")
      .map { $0 == "CartPole-v1" ? "TMaze-v0" : $0 }.filter { $0 != "tiny" }
    let name = try #require(run.firstIndex(of: "--name"))
    let arguments = Array(run[..<name] + run[(name + 1)...])
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    let folder = "runs/maze/maze_s1"
    let expected = [
      "corridor_length": "3", "goal_reward": "4", "penalty": "-0.1", "max_episode_steps": "none",
    ]
    let record = try #require(
      try JSONSerialization.jsonObject(with: place.contents(of: "\(folder)/config.json"))
        as? [String: Any])
    let configuration = try #require(record["configuration"] as? [String: Any])
    let environment = try #require(configuration["environment"] as? [String: Any])
    #expect(environment["arguments"] as? [String: String] == expected)

    #expect(
      try place.agents("evaluate", folder, "--episodes", "2", "--dump", "t.h5").status == 0)
    let file = try HDF5File(reading: place["t.h5"])
    let text: String = try file.readAttribute("environment_arguments")
    #expect(try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) == expected)
    #expect(try file.readAttribute("action_names") == ["ahead", "left", "right"])
    #expect(try !file.containsAttribute("dt"))
    let sides: [[Double]] = try (0..<2).map {
      try file.readAttribute("goal_is_left", of: "episode_\($0)")
    }
    #expect(sides.allSatisfy { $0 == [0] || $0 == [1] })

    // The file gives the same run, and so does a run that is asked for the defaults.
    let again = try place.agents(
      "train", "--config", "\(folder)/config.json", "--name", "again", "--threads", "1")
    #expect(again.status == 0, "\(again.error)")
    #expect(
      try place.contents(of: "runs/again/again_s1/config.json")
        == place.contents(of: "\(folder)/config.json"))
    let resumed = try place.agents(
      "train", "--resume", folder, "--env-arg", "goal_reward=4.0", "--num-env-steps", "512",
      "--threads", "1")
    #expect(resumed.status == 0, "\(resumed.error)")
  }

  @Test func `what cannot be evaluated is refused with a reason`() throws {
    try expectFailure(status: 74, "there is no run with a checkpoint yet")
    try train()
    try expectFailure("gone", status: 74, "there is no such run")
    try expectFailure("gone.h5", status: 74, "there is no such file")
    try expectFailure("runs/tiny", status: 65, "it holds one: tiny_s1")
    try expectFailure("--episodes", "0", status: 64, "there must be at least one episode")
    try expectFailure("--num-envs", "0", status: 64, "--num-envs is 0")
    try expectFailure("--threads", "0", status: 64, "--threads is 0")
    try expectFailure("--env", "Pendulum-v1", status: 64, "It was trained in CartPole-v1")
    try expectFailure("--deterministic", "--stochastic", status: 64, "--stochastic")

    let checkpoint = try place.contents(of: TinyRun.checkpoint(afterUpdate: 2))
    try checkpoint.prefix(checkpoint.count / 2).write(to: place["half.h5"])
    try expectFailure("half.h5", status: 65, "cut off or damaged")
    try Data("hello".utf8).write(to: place["text.h5"])
    try expectFailure("text.h5", status: 65, "not an HDF5 file")
  }
}
