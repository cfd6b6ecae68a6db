import Foundation
import Storage
import Testing

/// `agents plot` and `agents analyze`, on a file made by hand and a checkpoint of a tiny run.
@Suite struct AnalysisCommandTests {
  private let place = try! Workplace()

  /// Two episodes of 30 steps; state u is high in a place of its own.
  private func writeTrajectories(units: Int?) throws {
    let file = try HDF5File(creating: place["traj.h5"])
    for episode in 0..<2 {
      let steps = 30
      let angles = (0...steps).map { Double($0 * (episode + 1)) * 0.37 }
      let group = "episode_\(episode)"
      try file.write([Float](repeating: 1, count: steps), shape: [steps], to: "\(group)/rewards")
      try file.write(
        angles.flatMap { [cos($0), sin($0)].map(Float.init) }, shape: [steps + 1, 2],
        to: "\(group)/observations")
      try file.write(
        angles.flatMap { [cos($0), sin($0)] }, shape: [steps + 1, 2], to: "\(group)/infos/position")
      try file.write(angles, shape: [steps + 1], to: "\(group)/infos/heading")
      guard let units else { continue }
      let states = angles.flatMap { angle in (0..<units).map { Float(cos(angle - Double($0))) } }
      try file.write(states, shape: [steps + 1, units], to: "\(group)/hidden_states")
    }
    try file.close()
  }

  private func isPNG(_ name: String) throws -> Bool {
    try place.contents(of: name).starts(with: [0x89, 0x50, 0x4E, 0x47])
  }

  @Test func `hidden states and units are drawn, and a file is replaced only by force`() throws {
    try writeTrajectories(units: 5)
    let hidden = ["plot", "hidden", "traj.h5", "-o", "hidden.png"]
    #expect(
      try place.agents(hidden + ["--color", "position:1", "--components", "1,2"]).status == 0)
    #expect(try isPNG("hidden.png"))
    let again = try place.agents(hidden)
    #expect(again.status == 64 && again.error.contains("--force"))
    #expect(
      try place.agents(hidden + ["--force", "--color", "episode", "--episodes", "0-1"]).status == 0)
    let units = try place.agents("plot", "units", "traj.h5", "-o", "units.svg", "--shuffles", "9")
    #expect(units.status == 0 && units.lines.count == 6, "\(units.error)")
    #expect(try place.text(of: "units.svg").contains("<svg"))
  }

  @Test(arguments: [
    (["hidden", "traj.h5", "-o", "a.jpg"], 64, ".png, .svg, .pdf"),
    (["hidden", "traj.h5", "-o", "no/a.png"], 74, "folder"),
    (["hidden", "none.h5", "-o", "a.png"], 74, "none.h5"),
    (["hidden", "traj.h5", "-o", "a.png", "--color", "speed"], 64, "infos/position"),
    (["hidden", "traj.h5", "-o", "a.png", "--color", "position"], 64, "position:0"),
    (["hidden", "traj.h5", "-o", "a.png", "--color", "position:2"], 64, "position:0"),
    (["hidden", "traj.h5", "-o", "a.png", "--components", "1,9"], 64, "component 9"),
    (["hidden", "traj.h5", "-o", "a.png", "--components", "0,1"], 64, "--components"),
    (["hidden", "traj.h5", "-o", "a.png", "--episodes", "7"], 64, "no episode 7"),
    (["hidden", "traj.h5", "-o", "a.png", "--episodes", "3-1"], 64, "--episodes"),
    (["units", "traj.h5", "-o", "a.png", "--units", "5"], 64, "5 units"),
    (["units", "traj.h5", "-o", "a.png", "--position", "heading"], 64, "columns"),
    (["units", "traj.h5", "-o", "a.png", "--bins", "0"], 64, "--bins"),
  ])
  func `trouble is told, and leaves no picture`(
    arguments: [String], status: Int32, words: String
  ) throws {
    try writeTrajectories(units: 5)
    let outcome = try place.agents(["plot"] + arguments)
    #expect(outcome.status == status, "\(outcome.error)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1)
    #expect(try place.names(in: ".") == ["traj.h5"])
  }

  @Test func `a policy without memory has no hidden states to draw`() throws {
    try writeTrajectories(units: nil)
    let outcome = try place.agents("plot", "hidden", "traj.h5", "-o", "a.png")
    #expect(outcome.status == 65 && outcome.error.contains("--recurrent"))
  }

  @Test func `without gnuplot the command says what to install`() throws {
    try writeTrajectories(units: 5)
    let outcome = try place.bash("PATH=/nowhere; agents plot hidden traj.h5 -o a.png")
    #expect(outcome.status == 74 && outcome.error.contains("apt-get install gnuplot-nox"))
  }

  @Test func `fixed points of a run are told, written and drawn`() throws {
    try writeTrajectories(units: 8)
    let run = [
      "train", "--env", "CartPoleNoVel-v1", "--recurrent", "--hidden-size", "8", "--name", "tiny",
      "--num-envs", "4", "--num-steps", "32", "--num-mini-batch", "4", "--num-env-steps", "128",
      "--quiet",
    ]
    #expect(try place.agents(run).status == 0)
    let analyze = ["analyze", "fixed-points", "runs/tiny/tiny_s1", "--trajectories", "traj.h5"]
    let outcome = try place.agents(
      analyze + ["-o", "points.h5", "--plot", "points.png", "--slow-speed", "1", "--json"])
    #expect(outcome.status == 0, "\(outcome.error)")
    let file = try HDF5File(reading: place["points.h5"])
    let count = try file.shape(of: "speeds")[0]
    #expect(count > 0)
    #expect(try file.shape(of: "jacobians") == [count, 8, 8])
    #expect(try isPNG("points.png"))
    let one = try place.agents(analyze + ["--slow-speed", "1", "--json", "--threads", "1"])
    #expect(one.output == outcome.output)

    try Data("# two inputs\n0.1 0.2\n\n0.3, 0.4\n".utf8).write(to: place["inputs.txt"])
    #expect(try place.agents(analyze + ["--inputs", "inputs.txt", "--as-seen"]).status == 0)
    #expect(try place.agents(analyze + ["--inputs", "mean"]).status == 0)
    try Data("0.1 0.2\n0.3\n".utf8).write(to: place["wrong.txt"])
    let wrong = try place.agents(analyze + ["--inputs", "wrong.txt"])
    #expect(wrong.status == 65 && wrong.error.contains("wrong.txt, line 2"))
    #expect(try place.agents(analyze + ["--inputs", "median"]).status == 64)
  }
}
