import Agents
import Environments
import Experiments
import Foundation
import Synchronization
import TestSupport
import Testing

/// What two threads may see.
private final class Flag: Sendable {
  let isSet: Atomic<Bool>
  init(_ isSet: Bool = false) { self.isSet = Atomic(isSet) }
}

/// Writes down what it is told, and can throw or ask for the end.
private final class Witness: TrainingObserver {
  private(set) var events: [String] = []
  var failingUpdate: Int?
  let wantsEnd = Flag()
  var lastUpdate: Int?

  struct Trouble: Error, CustomStringConvertible { let description = "The witness fainted." }

  func trainingBegan(_ run: TrainingRun) { events.append("began") }

  func updateEnded(_ report: TrainingReport, in run: TrainingRun) throws {
    if report.update == failingUpdate { throw Trouble() }
    events.append("update \(report.update)")
    if report.update == lastUpdate { wantsEnd.isSet.store(true, ordering: .relaxed) }
  }

  func checkpointWillBeSaved(in run: TrainingRun) { events.append("will save") }

  func checkpointSaved(_ checkpoint: URL, isAskedFor: Bool, in run: TrainingRun) {
    events.append("saved \(checkpoint.lastPathComponent)\(isAskedFor ? ", as asked" : "")")
  }

  func bestPolicySaved(in run: TrainingRun) {
    events.append("best of update \(run.bestUpdate ?? -1)")
  }

  func trainingEnded(_ end: TrainingEnd, in run: TrainingRun) { events.append("ended: \(end)") }

  func trainingFailed(_ failure: TrainingFailure, in run: TrainingRun) {
    events.append("failed after update \(failure.updateCount)")
  }
}

@Suite struct TrainingRunTests {
  private let folder = try! TemporaryFolder()

  /// 64 steps an update.
  private func configuration(updates: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: "CartPoleNoVel-v1"),
      isRecurrent: true)
    configuration.environmentCount = 4
    configuration.stepCount = 16
    configuration.totalSteps = 64 * updates
    configuration.fitMinibatches()
    return configuration
  }

  private func options(_ name: String, saveInterval: Int = 0) -> TrainingRunOptions {
    var options = TrainingRunOptions()
    options.root = folder.url
    options.name = name
    options.laneCount = 1
    options.saveInterval = saveInterval
    return options
  }

  @Test func `observers are told of everything in its order`() throws {
    let witness = Witness()
    let run = try TrainingRun(
      configuration(updates: 3), options: options("watched", saveInterval: 2),
      observers: [witness])
    #expect(witness.events.isEmpty)
    let end = try run.train()
    #expect(end == .finished)
    #expect(
      witness.events == [
        "began", "update 1", "update 2", "will save", "saved update_000002.h5", "update 3",
        "will save", "best of update 3", "saved update_000003.h5", "ended: finished",
      ])
    #expect(try PolicyPlace(run.directory.url, isBest: true).claim() == run.bestClaim)
    let summary = RunSummary(run.directory)
    #expect(summary.status == .finished && summary.steps == 192)
  }

  @Test func `a run that was stopped and resumed saves the same bytes as one that was not`() throws
  {
    let whole = try TrainingRun(configuration(updates: 4), options: options("whole"))
    try whole.train()

    let witness = Witness()
    witness.lastUpdate = 2
    let wantsEnd = witness.wantsEnd
    let control = TrainingControl(secondsWaitingForEnd: {
      wantsEnd.isSet.load(ordering: .relaxed) ? 0 : nil
    })
    let first = try TrainingRun(
      configuration(updates: 4), options: options("parts"), control: control,
      observers: [witness])
    #expect(try first.train() == .interrupted)
    // The first has left the folder.
    let second = try TrainingRun(resuming: first.directory.url, options: options("unused"))
    #expect(second.resumedCheckpoint?.lastPathComponent == "update_000002.h5")
    #expect(try second.train() == .finished)

    func contents(_ url: URL?) throws -> Data { try Data(contentsOf: #require(url)) }
    #expect(try contents(whole.newestCheckpoint) == contents(second.newestCheckpoint))
    #expect(
      try contents(whole.directory.progress) == contents(second.directory.progress))
  }

  @Test func `what an observer throws ends the training, which can be resumed`() throws {
    let witness = Witness()
    witness.failingUpdate = 3
    let run = try TrainingRun(
      configuration(updates: 4), options: options("failing", saveInterval: 1),
      observers: [witness])
    let failure = #expect(throws: TrainingFailure.self) { try run.train() }
    #expect(failure?.cause is Witness.Trouble)
    #expect(failure?.newestCheckpoint?.lastPathComponent == "update_000002.h5")
    #expect(witness.events.last == "failed after update 3")
    let resumed = try TrainingRun(resuming: run.directory.url, options: options("unused"))
    #expect(try resumed.train() == .finished)
  }

  @Test func `a wish to save is granted once, and a limit of time or return ends the training`()
    throws
  {
    let witness = Witness()
    let wish = Flag(true)
    let asked = try TrainingRun(
      configuration(updates: 2), options: options("asked"),
      control: TrainingControl(takeWishToSave: { wish.isSet.exchange(false, ordering: .relaxed) }),
      observers: [witness])
    try asked.train()
    #expect(
      witness.events.filter { $0.hasSuffix("as asked") } == ["saved update_000001.h5, as asked"])

    var limited = options("limited")
    limited.limits.time = .zero
    #expect(try TrainingRun(configuration(updates: 50), options: limited).train() == .outOfTime)
    limited.limits.time = nil
    limited.limits.meanReturn = 1
    limited.limits.episodeCount = 1
    #expect(
      try TrainingRun(configuration(updates: 50), options: limited).train() == .reachedReturn)
  }

  @Test func `impossible options are refused before anything is written`() throws {
    for change: (inout TrainingRunOptions) -> Void in [
      { $0.laneCount = 0 }, { $0.keptCheckpoints = 0 }, { $0.saveInterval = -1 },
      { $0.limits.meanReturn = .nan }, { $0.limits.episodeCount = 0 },
    ] {
      var options = options("impossible")
      change(&options)
      #expect(throws: ConfigurationError.self) {
        try TrainingRun(configuration(updates: 1), options: options)
      }
    }
    #expect(try folder.names.isEmpty)
  }
}
