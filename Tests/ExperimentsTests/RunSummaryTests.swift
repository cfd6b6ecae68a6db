import Experiments
import Files
import Foundation
import TestSupport
import Testing

@Suite struct RunSummaryTests {
  private let root = try! TemporaryFolder()

  /// A run of 40 steps asked for, 20 a rollout.
  private func makeRun(_ name: String, seed: UInt64, updates: Int) throws -> RunDirectory {
    let run = try RunDirectory.create(root: root.url, name: name, seed: seed)
    let text = """
      {"configuration": {"algorithm": "ppo", "seed": \(seed), "environmentCount": 4, "stepCount": 5,
       "totalSteps": 59, "environment": {"id": "CartPole-v1", "arguments": {"g": 9.0}},
       "learning": {"learningRate": 1e-3, "usesLinearDecay": true}}}
      """
    try AtomicFile.write(Data(text.utf8), to: run.configuration)
    let progress = try ProgressLog(creating: run.progress)
    let timing = try ProgressLog(creating: run.timing)
    for update in 0..<updates {
      let value: ProgressValue = update == 0 ? .missing : ProgressValue(1.5 * Double(update))
      try progress.append(
        update: update + 1, [("steps", ProgressValue(20 * (update + 1))), ("return_mean", value)])
      try timing.append(update: update + 1, [("rollout_seconds", 2), ("update_seconds", 1)])
    }
    return run
  }

  @Test func `runs are found in and below a folder, 2 before 10`() throws {
    for seed: UInt64 in [10, 2] { _ = try makeRun("a", seed: seed, updates: 1) }
    _ = try makeRun("b", seed: 1, updates: 1)
    func names(_ path: String) throws -> [String] {
      try RunDirectory.all(in: root.file(path)).map(\.url.lastPathComponent)
    }
    #expect(try names("") == ["a_s2", "a_s10", "b_s1"])
    #expect(try names("a") == ["a_s2", "a_s10"])
    #expect(try names("a/a_s2") == ["a_s2"])
    #expect(throws: RunDirectoryError.missing(root.file("c").path)) { try names("c") }
    try Folder.makeIfMissing(root.file("c"))
    #expect(throws: RunDirectoryError.self) { try names("c") }
  }

  @Test func `a run tells its state, steps, return, time and settings`() throws {
    let directory = try makeRun("a", seed: 7, updates: 1)
    let begun = RunSummary(directory)
    #expect(begun.status == .stopped && begun.steps == 20 && begun.totalSteps == 40)
    #expect(begun.meanReturn == nil && begun.seconds == 3)
    let lock = try FolderLock(directory.url)
    #expect(RunSummary(directory).status == .running)
    withExtendedLifetime(lock) {}
    let done = RunSummary(try makeRun("b", seed: 1, updates: 2))
    #expect(done.status == .finished && done.meanReturn == 1.5 && done.seconds == 6)
    let settings = [
      "env", "lr", "usesLinearDecay", "use-linear-lr-decay", "environment.arguments.g", "seed",
      "name",
      "no",
    ]
    #expect(
      settings.map { done[$0] } == ["CartPole-v1", "0.001", "true", "true", "9", "1", "b", nil])
  }

  @Test func `a run that has made no step yet counts, and a foreign file is named`() throws {
    let directory = try makeRun("a", seed: 1, updates: 0)
    let run = RunSummary(directory)
    #expect(run.status == .stopped && run.steps == 0 && run.seconds == 0)
    try AtomicFile.write(Data("{}".utf8), to: directory.configuration)
    let damaged = RunSummary(directory)
    #expect(damaged.status == .unreadable)
    #expect(damaged.problem == "\(RunQueryError.damaged(directory.configuration.path))")
  }

  @Test func `filters select by equal and unequal values, numbers as numbers`() throws {
    let runs = try (1...3).map { try RunSummary(makeRun("a", seed: $0, updates: Int($0))) }
    func seeds(_ filters: String...) throws -> [String?] {
      try RunFilter.select(runs, filters.map { text throws(RunQueryError) in try RunFilter(text) })
        .map { $0["seed"] }
    }
    #expect(try seeds("seed=2") == ["2"])
    #expect(try seeds("seed!=2", "lr=1e-3") == ["1", "3"])
    #expect(try seeds("status=finished") == ["2", "3"])
    #expect(throws: RunQueryError.malformedFilter("seed")) { try seeds("seed") }
    #expect(throws: RunQueryError.self) { try seeds("sead=1") }
  }

  @Test func `the end of a long log is read like the whole of it`() throws {
    let directory = try makeRun("a", seed: 1, updates: 3000)
    let whole = try ProgressTable(reading: directory.progress)
    let end = try #require(ProgressTable(endOf: directory.progress))
    #expect(end.names == whole.names && end.count > 10 && end.count < whole.count)
    #expect(end.last("return_mean") == whole.last("return_mean"))
    #expect(whole["steps"]?.count == 3000)
    #expect(end["steps"] == whole["steps"]?.suffix(end.count))
  }

  @Test func `columns become a curve, and a column that is not there is named`() throws {
    let directory = try makeRun("a", seed: 1, updates: 3)
    let curve = try Curve(of: directory, x: "time", y: "return")
    #expect(curve == Curve(x: [6, 9], y: [1.5, 3]))
    #expect(throws: RunQueryError.self) { try Curve(of: directory, x: "steps", y: "retrun") }
  }
}
