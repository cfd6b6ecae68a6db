import Foundation
import Testing

/// `agents grid`, on runs of a few milliseconds an update.
@Suite struct GridCommandTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// 2 algorithms x 2 learning rates x 3 seeds, some tenths of a second each. Only the last checkpoint is
  /// kept: the one before it is where a run was interrupted, if it was.
  private func arguments(_ folder: String, updates: Int = 60) -> [String] {
    [
      "grid", "--name", "g", "--log-dir", folder, "--env", "CartPole-v1", "--algo", "ppo,a2c",
      "--lr", "3e-4,1e-3", "--seed", "0..2", "--num-envs", "4", "--num-steps", "32",
      "--num-env-steps", "\(128 * updates)", "--save-interval", "5", "--keep", "1", "--jobs", "2",
      "--threads", "1",
    ]
  }

  private static let families = [
    "g-a2c-lr0.0003", "g-a2c-lr0.001", "g-ppo-lr0.0003", "g-ppo-lr0.001",
  ]

  /// What must be the same, run by run: settings, rows and checkpoints.
  private func contents(of folder: String) throws -> [String: Data] {
    var files = [String: Data]()
    for family in Self.families {
      for run in try place.names(in: "\(folder)/\(family)") {
        let path = "\(folder)/\(family)/\(run)"
        for file in ["config.json", "progress.csv"] {
          files["\(run)/\(file)"] = try place.contents(of: "\(path)/\(file)")
        }
        for checkpoint in try place.names(in: "\(path)/checkpoints") {
          files["\(run)/\(checkpoint)"] = try place.contents(
            of: "\(path)/checkpoints/\(checkpoint)")
        }
      }
    }
    return files
  }

  @Test func `a grid that was killed and called again ends with the files of one that was not`()
    throws
  {
    let whole = try place.agents(arguments("whole"))
    #expect(whole.status == 0, "\(whole.error)\(whole.output)")
    #expect(whole.lines.filter { $0.hasPrefix("finished") }.count == 12)
    let expected = try contents(of: "whole")
    #expect(expected.count == 12 * 3)

    let killed = try place.start(arguments("torn"))
    killed.wait { place.exists("torn/g.grid/g-ppo-lr0.0003_s2.done") }
    killed.send(SIGKILL)
    _ = try killed.wait()
    // Runs that outlived it are waited for, not begun twice.
    let interrupted = try place.start(arguments("torn"))
    interrupted.wait { place.rowCount(of: "torn/g-a2c-lr0.0003/g-a2c-lr0.0003_s0") > 0 }
    interrupted.send(SIGINT)
    let stopped = try interrupted.wait()
    #expect(stopped.endedBySignal && stopped.status == SIGINT)

    let rest = try place.agents(arguments("torn"))
    #expect(rest.status == 0, "\(rest.error)\(rest.output)")
    #expect(rest.lines[0].contains("done before"))
    let found = try contents(of: "torn")
    #expect(found.keys.sorted() == expected.keys.sorted())
    for (name, data) in expected { #expect(found[name] == data, "\(name) differs") }

    let again = try place.agents(arguments("torn"))
    #expect(again.lines.count == 2 && again.lines[0].contains("12 runs, 12 of them done before"))
  }

  @Test func `a run that fails is told and does not stop the others`() throws {
    var arguments = arguments("runs", updates: 2)
    arguments[arguments.firstIndex(of: "0..2")!] = "1"
    try FileManager.default.createDirectory(
      at: place["runs"], withIntermediateDirectories: true)
    // A file where the folder of a run should be.
    try Data().write(to: place["runs/g-a2c-lr0.001"])
    let outcome = try place.agents(arguments)
    #expect(outcome.status == 1)
    #expect(outcome.lines.filter { $0.hasPrefix("finished") }.count == 3)
    let failed = outcome.lines.filter { $0.hasPrefix("failed") }
    #expect(failed.count == 1 && failed[0].contains("g-a2c-lr0.001_s1: "), "\(failed)")
    #expect(failed[0].contains("a part of the path is not a folder"))
    #expect(outcome.error.hasPrefix("agents: 1 of 4 runs failed."))
    try FileManager.default.removeItem(at: place["runs/g-a2c-lr0.001"])
    let again = try place.agents(arguments)
    #expect(again.status == 0 && again.lines.filter { $0.hasPrefix("finished") }.count == 1)
  }

  @Test func `a dry run prints the commands, which work when pasted`() throws {
    let file = "env: CartPole-v1\nnum-envs: 4\nnum-steps: 32\nnum-env-steps: 256\nlr: [1e-3, 2e-3]"
    try Data(file.utf8).write(to: place["grid.yaml"])
    let outcome = try place.agents(
      "grid", "--file", "grid.yaml", "--seed", "4", "--dry-run", "--threads", "1")
    #expect(outcome.status == 0 && outcome.lines.count == 2, "\(outcome.error)")
    #expect(try place.names(in: "") == ["grid.yaml"])
    for line in outcome.lines { #expect(try place.bash(line).status == 0) }
    #expect(
      try place.names(in: "runs") == ["best-of-runs.json", "grid-lr0.001", "grid-lr0.002"])
    #expect(place.exists("runs/grid-lr0.002/grid-lr0.002_s4/checkpoints/update_000002.h5"))
  }

  @Test(arguments: [
    (["--lr", "1e-3,fast"], "The value 'fast' is invalid for '--lr <x>'"),
    (["--lrr", "1e-3"], "Did you mean '--lr'?"), (["--gamma", "0.9,2"], "--gamma is 2"),
    (["--resume", "runs/x"], "--resume cannot be given to a grid"), (["ppo"], "'ppo' stands where"),
    (["--jobs", "0"], "--jobs is 0"), (["--lr", "1e-3,0.001"], "Two runs of the grid"),
    (["--submit"], "--launcher slurm"), (["--env", "CartPol-v1"], "Did you mean CartPole-v1"),
    (["--jbos", "2"], "Did you mean '--jobs'?"), (["--name", "../x"], "cannot be that of a run"),
  ])
  func `mistakes are told before anything is begun`(arguments: [String], words: String) throws {
    let outcome = try place.agents(["grid"] + arguments)
    #expect(outcome.status == 64, "\(outcome.output)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    expectOneParagraph(outcome)
    #expect(try place.names(in: "") == [])
  }
}
