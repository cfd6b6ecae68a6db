import Agents
import Environments
import Foundation
import HDF5
import Storage
import Tensors
import Testing

@Suite struct BestPolicyTests {
  /// Episodes of one to three steps, of which a third bring a reward.
  private struct Lottery: Environment {
    private var length = 1
    private var step = 0

    var observationSpace: BoxSpace { BoxSpace([.value("nothing")]) }
    var actionSpace: ActionSpace { .discrete(2) }

    mutating func reset(using random: inout RandomStream) {
      length = 1 + random.integer(below: 3)
      step = 0
    }

    mutating func step(
      _ action: Span<Float>, using random: inout RandomStream
    ) throws(EnvironmentError) -> StepResult {
      step += 1
      return StepResult(
        reward: length == 1 ? 1 : 0, outcome: step == length ? .terminated : .running)
    }

    func observe(into observation: inout MutableSpan<Float>) { observation[0] = 0 }

    func save(to state: inout EnvironmentState) {
      state["length"] = [Double(length)]
      state["step"] = [Double(step)]
    }

    mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
      length = Int(try state.value("length"))
      step = Int(try state.value("step"))
    }
  }

  private static let registry: EnvironmentRegistry = {
    var registry = EnvironmentRegistry()
    do {
      try registry.register(
        EnvironmentDescription(id: "Lottery-v0", summary: "Luck.", maximumEpisodeSteps: 10) {
          Lottery()
        })
    } catch {
      preconditionFailure("\(error)")
    }
    return registry
  }()

  private static let updateCount = 40
  private static let rolloutSize = 8 * 16

  private static var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: .a2c, environment: EnvironmentConfiguration(id: "Lottery-v0"),
      isRecurrent: false)
    configuration.environmentCount = 8
    configuration.stepCount = 16
    configuration.totalSteps = rolloutSize * updateCount
    configuration.policy.hiddenSize = 8
    return configuration
  }

  /// Gives policies made-up episodes, by the update after which they are tried, and remembers them.
  private final class Stage {
    struct Call: Equatable {
      let purpose: PolicyTrial.Purpose
      let update: Int
      let episodeCount: Int
    }

    var calls: [Call] = []
    var isInterrupted: (Call) -> Bool = { _ in false }
    var isFailing: (Call) -> Bool = { _ in false }
    /// The return and length of all episodes of a policy.
    let episode: (Int) -> TrialEpisode

    init(_ episode: @escaping (_ update: Int) -> TrialEpisode) { self.episode = episode }

    func run(_ trial: PolicyTrial) -> PolicyTrial.Outcome {
      let call = Call(
        purpose: trial.purpose, update: trial.stepCount / BestPolicyTests.rolloutSize,
        episodeCount: trial.episodeCount)
      if isInterrupted(call) { return .interrupted }
      calls.append(call)
      if isFailing(call) { return .failed("it never ends") }
      return .ended((0..<trial.episodeCount).map { episode(call, $0) })
    }

    /// In a claim every other episode is worth 1 more.
    private func episode(_ call: Call, _ number: Int) -> TrialEpisode {
      let episode = episode(call.update)
      guard call.purpose == .claim else { return episode }
      return TrialEpisode(
        episodeReturn: episode.episodeReturn + Double(number % 2), length: episode.length)
    }

    var trials: [Int] { calls.filter { $0.purpose == .trial }.map(\.update) }
  }

  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "agents-best-\(UUID().uuidString)", directoryHint: .isDirectory)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String) -> URL { folder.appending(path: name) }

  private func trainer() throws -> Trainer {
    try Trainer(Self.configuration, registry: Self.registry, laneCount: 1)
  }

  /// Trains to the end; saves after these updates and at the end.
  private func train(
    _ trainer: Trainer, _ best: BestPolicy, savingAfter saved: Set<Int> = [], to name: String
  ) throws {
    func save() throws {
      _ = try best.save(to: file("\(name)-best.h5"))
      try trainer.save(to: file("\(name).h5")) { try best.save(toCheckpoint: $0) }
    }
    while !trainer.isFinished {
      _ = try trainer.advance()
      best.consider()
      if saved.contains(trainer.updateCount) { try save() }
    }
    try save()
  }

  /// Made-up returns that rise and fall, of which some are equal.
  private static func waves(_ update: Int) -> TrialEpisode {
    TrialEpisode(episodeReturn: Double(update * 7 % 5), length: 2 + update * 3 % 4)
  }

  @Test func `the best is the greater trial, of equals the shorter one, then the later one`() {
    func score(_ mean: Double, _ length: Double) -> TrialScore {
      TrialScore(meanReturn: mean, meanLength: length, episodes: 10)
    }
    let present = score(1, 80)
    #expect(score(1.1, 90).replaces(present))
    #expect(!score(0.9, 10).replaces(present))
    #expect(score(1, 70).replaces(present))
    #expect(!score(1, 90).replaces(present))
    #expect(score(1, 80).replaces(present))
  }

  @Test
  func `of the policies that were tried the best is kept, and its claim is made of other episodes`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let stage = Stage(Self.waves)
    let trainer = try trainer()
    let best = try BestPolicy(of: trainer, savedAt: file("a-best.h5"), run: stage.run)
    try train(trainer, best, to: "a")
    #expect(stage.trials.count > 3 && stage.trials.last == Self.updateCount)
    var expected = stage.trials[0]
    for update in stage.trials.dropFirst() {
      let (new, old) = (Self.waves(update), Self.waves(expected))
      let isEqual = new.episodeReturn == old.episodeReturn
      if isEqual ? new.length <= old.length : new.episodeReturn > old.episodeReturn {
        expected = update
      }
    }
    let incumbent = try #require(best.incumbent)
    #expect(incumbent.update == expected)
    // The claim was measured once, at the end, of which every other one is worth a point more.
    let claims = stage.calls.filter { $0.purpose == .claim }
    #expect(claims.map(\.update) == [expected])
    let count = claims[0].episodeCount
    #expect((30...100).contains(count))
    let claim = try #require(incumbent.claim)
    let share = Double(count / 2) / Double(count)
    let variance = share * (1 - share) / Double(count - 1)
    #expect(claim.episodes == count)
    #expect(abs(claim.meanReturn - Self.waves(expected).episodeReturn - share) < 1e-12)
    #expect(abs(claim.standardError - variance.squareRoot()) < 1e-12)
    #expect(claim.meanLength == Double(Self.waves(expected).length))
    // The file says the same.
    let file = try CheckpointFormat.open(file("a-best.h5"))
    #expect(try PolicyClaim(from: file) == claim)
    #expect(try file.readAttribute("update_count", as: Int.self) == expected)
  }

  @Test func `trials take the share of the steps that they are to, but for the first and the last`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let stage = Stage { _ in TrialEpisode(episodeReturn: 0, length: 2) }
    let trainer = try trainer()
    let best = try BestPolicy(of: trainer, savedAt: file("a-best.h5"), run: stage.run)
    try train(trainer, best, to: "a")
    var spent = 0
    for (index, call) in stage.calls.enumerated() where call.purpose == .trial {
      #expect(call.episodeCount == 10)
      spent += 2 * call.episodeCount
      if index > 0 && call.update < Self.updateCount {
        #expect(Double(spent) <= 0.03 * Double(call.update * Self.rolloutSize) + 1e-9)
      }
    }
    #expect(spent > Int(0.02 * Double(Self.updateCount * Self.rolloutSize)))
  }

  @Test
  func `stopped anywhere, also within a trial or between two files, it ends with the same bytes`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let stage = Stage(Self.waves)
    let whole = try trainer()
    try train(
      whole, BestPolicy(of: whole, savedAt: file("whole-best.h5"), run: stage.run), to: "whole")
    let (bytes, bestBytes) = try (
      Data(contentsOf: file("whole.h5")), Data(contentsOf: file("whole-best.h5"))
    )
    for update in [1, 5, stage.trials[1], stage.trials[2], stage.trials[2] + 1, 39, 40] {
      // Interrupted while the policy is tried and while its claim is measured, where it is.
      for (interruptsTrial, interruptsClaim) in [(false, false), (true, false), (false, true)] {
        let stopped = Stage(Self.waves)
        stopped.isInterrupted = {
          $0.update >= update && $0.purpose == .trial && interruptsTrial
            || $0.purpose == .claim && interruptsClaim
        }
        let first = try trainer()
        let best = try BestPolicy(of: first, savedAt: file("part-best.h5"), run: stopped.run)
        while first.updateCount < update {
          _ = try first.advance()
          best.consider()
        }
        _ = try best.save(to: file("part-best.h5"))
        try first.save(to: file("part.h5")) { try best.save(toCheckpoint: $0) }
        // What a later save would have left of the best policy, had the checkpoint followed it.
        if update == 5 { try bestBytes.write(to: file("part-best.h5")) }
        if update == 1 { try? FileManager.default.removeItem(at: file("part-best.h5")) }
        if update == 39 { try Data("damage".utf8).write(to: file("part-best.h5")) }
        let second = try Trainer(
          resuming: file("part.h5"), registry: Self.registry, laneCount: 1)
        let resumed = try BestPolicy(
          of: second, resuming: file("part.h5"), savedAt: file("part-best.h5"),
          run: Stage(Self.waves).run)
        resumed.consider()
        try train(second, resumed, to: "part")
        #expect(try Data(contentsOf: file("part.h5")) == bytes, "after \(update)")
        #expect(try Data(contentsOf: file("part-best.h5")) == bestBytes, "after \(update)")
      }
    }
  }

  @Test func `a policy whose trial is given up is not the best, and only the first is told of`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let stage = Stage { TrialEpisode(episodeReturn: Double($0), length: 2) }
    let trainer = try trainer()
    let best = try BestPolicy(of: trainer, savedAt: file("a-best.h5"), run: stage.run)
    var first: Int?
    stage.isFailing = { call in
      first = first ?? call.update
      return call.update != first
    }
    var warnings: [String] = []
    best.warn = { warnings.append($0) }
    try train(trainer, best, to: "a")
    #expect(stage.trials.count > 1)
    #expect(best.incumbent?.update == first)
    #expect(best.incumbent?.claim != nil)
    #expect(warnings.count == 1 && warnings[0].hasSuffix("was given up: it never ends"))
  }

  @Test func `the best policy of an older version is tried like any other`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Its checkpoint holds nothing of it, its file no error.
    let old = try trainer()
    for _ in 0..<5 { _ = try old.advance() }
    try old.save(to: file("a.h5"))
    try HDF5File.replace(at: file("a-best.h5")) { file in
      try CheckpointFormat.stamp(file)
      try file.writeAttribute("update_count", 4)
      try file.writeAttribute("return_mean", 1000.0)
      try file.writeAttribute("return_episodes", 100)
      try file.write(old.policy.parameters, of: old.policy.layout, to: "parameters")
      try old.collector.normalizer.observations.moments.save(
        to: file, group: "normalization/observations")
    }
    for isBetter in [true, false] {
      let stage = Stage { update in
        TrialEpisode(episodeReturn: (update == 4) == isBetter ? 2 : 1, length: 2)
      }
      let trainer = try Trainer(resuming: file("a.h5"), registry: Self.registry, laneCount: 1)
      let best = try BestPolicy(
        of: trainer, resuming: file("a.h5"), savedAt: file("a-best.h5"), run: stage.run)
      #expect(best.incumbent?.update == 4 && best.incumbent?.claim == nil)
      while !trainer.isFinished {
        _ = try trainer.advance()
        best.consider()
      }
      #expect((best.incumbent?.update == 4) == isBetter)
      #expect(try best.save(to: file("b-best.h5")))
      #expect(best.incumbent?.claim != nil)
    }
  }
}
