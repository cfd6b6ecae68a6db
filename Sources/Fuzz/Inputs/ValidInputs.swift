import Foundation

/// The good files that are spoilt: small ones that the program has just made, and older ones that are
/// kept for tests.
package struct ValidInputs: Sendable {
  /// A run and how to train it for one update more.
  struct Run: Sendable {
    let name: String
    let folder: URL
    /// The steps that it has and one update more.
    let nextSteps: Int
    let isRecurrent: Bool
  }

  /// A file of trajectories and the run whose policy is in it.
  struct Dump: Sendable {
    let file: URL
    let run: Run
    let hasPlaces: Bool
  }

  let runs: [Run]
  let dumps: [Dump]
  let fixedPoints: [URL]
  /// Where `best-of-runs.json` lies, if there is one.
  let bestOfRuns: URL?
  /// Models and tasks that belong together, by their paths without the extension.
  let tasks: [URL]
  let commands: CommandCatalog

  /// Makes them.
  ///
  /// - Parameter sources: the folder of the package, for its examples and fixtures.
  package init(_ program: URL, _ scratch: Scratch, sources: URL, limits: Limits) throws {
    let maker = Maker(program: program, scratch: scratch, limits: limits)
    commands = try CommandCatalog(json: maker.call(["--experimental-dump-help"]))

    var runs = [Run]()
    for (name, steps, flags) in Self.trainings {
      let words =
        ["train", "--name", name, "--num-env-steps", "\(steps * 8)", "--threads", "1", "--quiet"]
        + flags.split(separator: " ").map(String.init)
      _ = try maker.call(words)
      runs.append(
        Run(
          name: name, folder: scratch.valid.appending(path: "runs/\(name)/\(name)_s1"),
          nextSteps: steps * 9, isRecurrent: flags.contains("--recurrent")))
    }
    let made = runs
    func dump(_ name: String, _ run: Int, _ record: String) throws -> Dump {
      _ = try maker.call(
        [
          "evaluate", "runs/\(made[run].name)/\(made[run].name)_s1", "--episodes", "2",
          "--max-steps", "20", "--stochastic", "--threads", "1", "--quiet", "--dump", name,
          "--record", record,
        ])
      return Dump(
        file: scratch.valid.appending(path: name), run: made[run],
        hasPlaces: record.contains("position"))
    }
    let gru = try dump("gru.h5", 0, "activations,state")
    let maze = try dump("maze.h5", 3, "position,heading")
    _ = try maker.call(
      [
        "analyze", "fixed-points", "runs/gru/gru_s1", "--trajectories", "gru.h5", "--starts", "5",
        "--threads", "1", "-o", "fixed_points.h5",
      ])

    let fixtures = sources.appending(path: "Tests/Fixtures/format-1")
    let old = Self.oldRuns.map { name, steps in
      Run(
        name: name, folder: fixtures.appending(path: "\(name)/\(name)_s1"), nextSteps: steps,
        isRecurrent: name.hasPrefix("gru"))
    }
    self.runs = runs + old
    dumps = [
      gru, maze, Dump(file: fixtures.appending(path: "gru.h5"), run: old[0], hasPlaces: false),
    ]
    fixedPoints = [
      scratch.valid.appending(path: "fixed_points.h5"),
      fixtures.appending(path: "fixed_points.h5"),
    ]
    bestOfRuns = [
      scratch.valid.appending(path: "runs/best-of-runs.json"),
      fixtures.appending(path: "best-of-runs.json"),
    ].first { FileManager.default.fileExists(atPath: $0.path(percentEncoded: false)) }
    tasks = ["swing_up", "cart_push"].map { sources.appending(path: "Examples/tasks/\($0)") }
  }

  /// Names, steps an update and flags: both bases, both heads, each algorithm, each kind of state.
  private static let trainings = [
    (
      "gru", 128,
      """
      --env CartPoleNoVel-v1 --recurrent --hidden-size 8 --num-envs 4 --num-steps 32 \
      --num-mini-batch 2 --ppo-epoch 1
      """
    ),
    (
      "feedforward", 32,
      "--env CartPole-v1 --algo a2c --hidden-size 8 --num-envs 4 --num-steps 8 --no-tensorboard"
    ),
    (
      "natural", 64,
      """
      --env PendulumNoVel-v1 --algo acktr --recurrent --hidden-size 8 --num-envs 4 --num-steps 16 \
      --no-tensorboard
      """
    ),
    (
      "maze", 128,
      """
      --env MorrisWaterMaze-v0 --recurrent --hidden-size 8 --num-envs 4 --num-steps 32 \
      --num-mini-batch 2 --ppo-epoch 1 --no-tensorboard
      """
    ),
  ]

  /// Runs from before files had digests, and what they have to be trained to.
  private static let oldRuns = [
    ("gru-ppo", 1152), ("feedforward-acktr", 1088), ("gru-a2c", 1088),
  ]
}

/// Calls the program for what it makes.
private struct Maker {
  let program: URL
  let scratch: Scratch
  let limits: Limits

  /// - Returns: what it printed.
  func call(_ arguments: [String]) throws -> Data {
    let output = scratch.url.appending(path: "cache/output")
    let error = scratch.url.appending(path: "cache/error")
    let end = try LimitedProcess(
      program: program, arguments: arguments,
      environment: scratch.environment(
        home: scratch.url.appending(path: "cache"), temporary: scratch.url.appending(path: "cache")),
      folder: scratch.valid, output: output, error: error
    ).run(limits, isLong: false)
    guard end.cause == .exit(0) else {
      throw FuzzError.seed(
        arguments: arguments, status: "\(end.cause)",
        error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
    }
    return try Data(contentsOf: output)
  }
}
