import Foundation
import HDF5
import Testing

/// `agents plot` and `agents analyze`, on a file made by hand and a checkpoint of a tiny run.
@Suite struct AnalysisCommandTests {
  private let place = try! Workplace()

  /// Two episodes of 30 steps; state u is high in a place of its own.
  private func writeTrajectories(
    units: Int?, environment: String? = nil, scale: Double = 0
  ) throws {
    let file = try HDF5File(creating: place["traj.h5"])
    if let environment {
      try file.writeAttribute("environment", environment)
      try file.writeAttribute("environment_arguments", "{}")
    }
    for episode in 0..<2 {
      let steps = 30
      let angles = (0...steps).map { Double($0 * (episode + 1)) * 0.37 }
      let group = "episode_\(episode)"
      try file.write([Float](repeating: 1, count: steps), shape: [steps], to: "\(group)/rewards")
      try file.write(
        angles.flatMap { [cos($0), sin($0)].map(Float.init) }, shape: [steps + 1, 2],
        to: "\(group)/observations")
      try file.write(
        angles.flatMap { angle in
          // On the unit circle, or on a larger one in the arena of the water maze.
          [cos(angle), sin(angle)].map { scale == 0 ? $0 : 150 + scale * $0 }
        }, shape: [steps + 1, 2], to: "\(group)/infos/position")
      try file.write((0..<steps).map { Int64($0 % 4) }, shape: [steps], to: "\(group)/actions")
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
    #expect(units.status == 0, "\(units.error)")
    #expect(try place.text(of: "units.svg").contains("<svg"))
  }

  @Test func `units are listed for people and for programs`() throws {
    try writeTrajectories(units: 20)
    let command = [
      "plot", "units", "traj.h5", "-o", "a.svg", "--force", "--shuffles", "9", "--heading-bins",
      "8",
    ]
    let table = try place.agents(command + ["--csv", "units.csv"])
    // A heading, all 20 units though the page has 16, and what to compare with.
    let rows = table.lines.prefix(21)
    #expect(rows.first?.contains("above") == true && rows.first?.contains("resultant") == true)
    #expect(Set(rows.dropFirst().compactMap { $0.split(separator: " ").first }).count == 20)
    #expect(table.output.contains("2 episodes, 60 steps") && table.output.contains("control"))

    let csv = try place.text(of: "units.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(csv.count == 21 && csv.allSatisfy { $0.count == csv[0].count })
    #expect(csv.dropFirst().map { $0[0] } == (0..<20).map(String.init))
    let json = try JSONDecoder().decode(
      Units.self, from: Data(try place.agents(command + ["--json"]).output.utf8))
    #expect(json.units.map(\.unit) == Array(0..<20) && json.episodes == 2 && json.steps == 60)
    for (unit, row) in zip(json.units, csv.dropFirst()) {
      let fields = Dictionary(uniqueKeysWithValues: zip(csv[0], row))
      #expect(fields["place_information"].flatMap(Double.init) == unit.place.information)
      #expect(fields["preferred_heading"].flatMap(Double.init) == unit.preferredHeading)
      #expect(unit.place.aboveControl == unit.place.information - (unit.place.control ?? .nan))
      // Unit u is a cosine with its peak where the heading is u. The state of a step is the one that it
      // ends with, 0.37 or 0.74 further on, and bins of 0.79 leave some of that unsure.
      let expected = Double(unit.unit) - 0.555
      let difference = cos((unit.preferredHeading ?? .nan) - expected)
      #expect(difference > cos(0.3))
    }
  }

  private struct Units: Decodable {
    struct Tuning: Decodable {
      let information: Double
      let control, aboveControl: Double?
    }
    struct Unit: Decodable {
      let unit: Int
      let place: Tuning
      let preferredHeading: Double?
    }
    let episodes, steps: Int
    let units: [Unit]
  }

  @Test func `without shuffles, the control is null in JSON and empty in CSV`() throws {
    try writeTrajectories(units: 2)
    let json = try place.agents(
      "plot", "units", "traj.h5", "-o", "a.svg", "--shuffles", "0", "--series", "hidden_states",
      "--json", "--csv", "a.csv")
    #expect(json.output.contains("\"control\" : null"), "\(json.output)")
    let rows = try place.text(of: "a.csv").split(separator: "\n")
    #expect(rows[1].contains(",,,"))
  }

  @Test func `a map ends where its environment does, or where it is told to`() throws {
    try writeTrajectories(units: 1, environment: "MorrisWaterMaze-v0")
    let command = [
      "plot", "units", "traj.h5", "-o", "a.svg", "--force", "--shuffles", "0", "--json",
    ]
    func side(_ outcome: Outcome) throws -> [Double] {
      try JSONDecoder().decode(Side.self, from: Data(outcome.output.utf8)).x
    }
    let known = try place.agents(command)
    // The positions of this file are on the unit circle, partly below zero.
    #expect(known.status == 64 && known.error.contains("--area"), "\(known.error)")
    let told = try place.agents(command + ["--area=-2:2,-2:2"])
    #expect(try side(told) == [-2, 2] && told.error.isEmpty, "\(told.error)")

    try FileManager.default.removeItem(at: place["traj.h5"])
    try writeTrajectories(units: 1, environment: "MorrisWaterMaze-v0", scale: 100)
    let maze = try place.agents(command)
    #expect(try side(maze) == [0, 300] && maze.error.isEmpty, "\(maze.error)")
    #expect(try place.text(of: "a.svg").contains("square: platform"))

    try FileManager.default.removeItem(at: place["traj.h5"])
    try writeTrajectories(units: 1)
    let unknown = try place.agents(command)
    #expect(unknown.status == 0 && unknown.error.contains("--area"))
    #expect(try side(unknown)[0] < -0.9)
  }

  private struct Side: Decodable { let x: [Double] }

  @Test func `the value over the place is drawn as one map`() throws {
    try writeTrajectories(units: nil)
    let outcome = try place.agents(
      "plot", "units", "traj.h5", "-o", "a.svg", "--series", "rewards", "--shuffles", "3")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try place.text(of: "a.svg").contains("rewards over 2 episodes"))
  }

  @Test func `classes have a legend, angles a wheel, and all else a bar`() throws {
    try writeTrajectories(units: 3)
    func text(_ color: [String]) throws -> String {
      let outcome = try place.agents(
        ["plot", "hidden", "traj.h5", "-o", "a.svg", "--force", "--color"] + color)
      #expect(outcome.status == 0, "\(outcome.error)")
      return try place.text(of: "a.svg")
    }
    let classes = try text(["actions"])
    for action in 0..<4 { #expect(classes.contains("actions = \(action)<")) }
    #expect(try text(["heading"]).contains("3π/2"))
    #expect(try text(["position:0", "--angle"]).contains("3π/2"))
    let bar = try text(["position:0"])
    #expect(!bar.contains("π") && !bar.contains("= 0<") && bar.contains("position:0"))
  }

  @Test func `pictures have the size and the font that were asked for`() throws {
    try writeTrajectories(units: 3)
    try place.makeTinyRun()
    for command in [
      ["hidden", "traj.h5"], ["hidden", "traj.h5", "--components", "1,2,3"],
      ["units", "traj.h5", "--shuffles", "0"], ["runs"],
    ] {
      let all = ["plot"] + command + ["--size", "520x400", "--font", "Courier,8", "--force", "-o"]
      let outcome = try place.agents(all + ["a.png"])
      #expect(outcome.status == 0, "\(outcome.error)")
      let header = Array(try place.contents(of: "a.png")[16..<24])
      #expect(header == [0, 0, 4, 16, 0, 0, 3, 32], "\(command)")
      #expect(try place.agents(all + ["a.svg"]).status == 0)
      #expect(try place.text(of: "a.svg").contains("Courier"))
      let small = try place.agents(
        ["plot"] + command + ["--size", "100x100", "--force", "-o", "a.png"])
      #expect(small.status == 64 && small.error.contains("too small"), "\(small.error)")
    }
  }

  @Test(arguments: [
    (["analyze", "fixedpoints", "--trajectories", "traj.h5"], "Did you mean 'fixed-points'?"),
    (["analyze", "nonsense"], "It has fixed-points."),
    (["plot", "unit", "traj.h5", "-o", "a.png"], "Did you mean 'units'?"),
    (["plot", "hiden", "traj.h5", "-o", "a.png", "--color", "time"], "Did you mean 'hidden'?"),
    (["plot", "run", "-o", "a.png"], "Did you mean 'runs'?"),
  ])
  func `a mistyped command is told as one`(arguments: [String], words: String) throws {
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("has no command '\(arguments[1])'"), "\(outcome.error)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(!outcome.error.contains("nexpected argument"))
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
    (["units", "traj.h5", "-o", "a.png", "--area", "0:1"], 64, "--area"),
    (["units", "traj.h5", "-o", "a.png", "--area", "0:1,2:1"], 64, "--area"),
    (["units", "traj.h5", "-o", "a.png", "--csv", "no/a.csv"], 74, "folder"),
    (["hidden", "traj.h5", "-o", "a.png", "--size", "10x10"], 64, "--size"),
    (["hidden", "traj.h5", "-o", "a.png", "--font", "a'b"], 64, "--font"),
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
    try place.makeTinyRun()
    let analyze = ["analyze", "fixed-points", "runs/tiny/tiny_s1", "--trajectories", "traj.h5"]
    let outcome = try place.agents(
      analyze + ["-o", "points.h5", "--plot", "points.png", "--slow-speed", "1", "--json"])
    #expect(outcome.status == 0, "\(outcome.error)")
    let file = try HDF5File(reading: place["points.h5"])
    let count = try file.shape(of: "speeds")[0]
    #expect(count > 0)
    #expect(try file.shape(of: "jacobians") == [count, 8, 8])
    #expect(try isPNG("points.png"))
    let told = try JSONDecoder().decode(FixedPoints.self, from: Data(outcome.output.utf8))
    #expect(told.points.count == count && told.reachable == [-1, 1])
    #expect(
      told.points.reduce(0) { $0 + $1.startCount } + told.droppedAtEdge + told.droppedAsFast
        == told.searchCount)
    let kinds = told.points.map(\.kind)
    #expect(
      try file.read("is_stable", shape: [count]) == kinds.map { UInt8($0 == "stable" ? 1 : 0) })
    #expect(
      try file.read("is_marginal", shape: [count]) == kinds.map { UInt8($0 == "marginal" ? 1 : 0) })
    #expect(try file.read("unstable_counts", shape: [count]) == told.points.map(\.unstableCount))
    #expect(told.points.allSatisfy { $0.state.allSatisfy { (-1...1).contains($0) } })
    let table = try place.agents(analyze + ["--slow-speed", "1"])
    for kind in Set(kinds) {
      #expect(table.output.contains(kind == "slow" ? "slow" : "fixed, \(kind)"))
    }
    #expect(table.output.contains("Of \(told.searchCount) searches"))
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

  private struct FixedPoints: Decodable {
    struct Point: Decodable {
      let kind: String
      let unstableCount, startCount: Int
      let state: [Double]
    }
    let reachable: [Double]
    let searchCount, droppedAtEdge, droppedAsFast: Int
    let points: [Point]
  }
}

extension Workplace {
  /// Trains a recurrent policy of eight units for a moment, in `runs/tiny/tiny_s1`.
  fileprivate func makeTinyRun() throws {
    let run = [
      "train", "--env", "CartPoleNoVel-v1", "--recurrent", "--hidden-size", "8", "--name", "tiny",
      "--num-envs", "4", "--num-steps", "32", "--num-mini-batch", "4", "--num-env-steps", "512",
      "--quiet",
    ]
    let outcome = try agents(run)
    #expect(outcome.status == 0, "\(outcome.error)")
  }
}
