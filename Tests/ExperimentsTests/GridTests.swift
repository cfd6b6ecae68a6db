import Experiments
import Testing

@Suite struct GridTests {
  private func axes(_ line: String) throws(GridError) -> [GridAxis] {
    try Grid.axes(
      of: line.split(separator: " ").map(String.init), switches: ["recurrent"], named: ["env-arg"])
  }

  @Test func `every combination is a point, named after what varies, the seed fastest`() throws {
    let grid = try Grid(axes("--seed 0..1 --algo ppo,a2c --lr 3e-4,1e-3 --num-steps 64"))
    let points = grid.points(baseName: "x")
    #expect(
      points.map(\.name) == [
        "x-ppo-lr0.0003", "x-ppo-lr0.0003", "x-ppo-lr0.001", "x-ppo-lr0.001",
        "x-a2c-lr0.0003", "x-a2c-lr0.0003", "x-a2c-lr0.001", "x-a2c-lr0.001",
      ])
    #expect(
      points[3].arguments.joined(separator: " ")
        == "--algo ppo --lr 1e-3 --num-steps 64 --seed 1")
  }

  @Test func `switches, arguments by name, commas, signs and equals signs are understood`() throws {
    let line = #"--recurrent yes,no --env-arg g=9.8,1.6 --env-arg m=2 --observe=0\,1,2 --layers -1"#
    let axes = try axes(line)
    #expect(axes.map(\.values) == [["yes", "no"], ["9.8", "1.6"], ["2"], ["0,1", "2"], ["-1"]])
    let points = try Grid(axes).points(baseName: "x")
    #expect(points.count == 8)
    #expect(points[0].name == "x-recurrent-g9.8-observe0_1")
    #expect(points[7].name == "x-no-recurrent-g1.6-observe2")
    #expect(
      points[0].arguments == [
        "--recurrent", "--env-arg", "g=9.8", "--env-arg", "m=2", "--observe", "0,1", "--layers",
        "-1",
      ])
    #expect(points[7].arguments.first == "--env-arg")
    // What is written out for batch jobs reads back as the same.
    #expect(try self.axes(axes.flatMap(\.commandLine).joined(separator: " ")) == axes)
    #expect(try self.axes("--recurrent --lr 1").map(\.values) == [["yes"], ["1"]])
  }

  @Test(arguments: [
    ("ppo", GridError.notAFlag("ppo")), ("--lr 1 2", .notAFlag("2")),
    ("--lr 1,,2", .noValue("lr")), ("--seed 5..1", .range("seed", "5..1")),
    ("--recurrent maybe", .notYesOrNo("recurrent", "maybe")), ("--lr 1 --lr 2", .twice("lr")),
    ("--env-arg g=1 --env-arg g=2", .twice("env-arg")),
  ])
  func `what cannot be a grid is refused`(line: String, error: GridError) {
    #expect(throws: error) { try Grid(axes(line)) }
  }

  @Test func `a file says the same as a command line`() throws {
    let text = """
      algo: [ppo, a2c]
      lr: [3e-4, 1e-3]     # as it is written
      seed: 0..2
      recurrent: true
      num_steps: 64
      env-arg: {g: [9.8, 1.6], m: 2}
      """
    let axes = try GridFile.axes(of: text, path: "grid.yaml", switches: ["recurrent"])
    let line = """
      --algo ppo,a2c --lr 3e-4,1e-3 --seed 0..2 --recurrent --num-steps 64 --env-arg g=9.8,1.6 \
      --env-arg m=2
      """
    #expect(axes == (try self.axes(line)))
  }

  @Test(arguments: [
    ("", 1, "empty"), ("- a", 1, "a mapping"), ("lr: 1\nalgo: []", 2, "no value"),
    ("lr: [1, {a: 2}]", 1, "a single value"), ("a: 1\nseed: 5..1", 2, "a smaller whole number"),
    ("a: 'x", 1, "not YAML"),
  ])
  func `a mistake in a file is told with its line`(
    text: String, line: Int, words: String
  ) throws {
    let error = try #require(
      #expect(throws: GridError.self) {
        try GridFile.axes(of: text, path: "grid.yaml", switches: [])
      })
    #expect(error.description.hasPrefix("grid.yaml, line \(line): "), "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }
}
