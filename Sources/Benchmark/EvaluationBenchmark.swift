import Acting
import Agents
import Environments
import Evaluate
import Foundation

/// Measures evaluation, and what writing everything down costs.
struct EvaluationBenchmark {
  private let task: EvaluationTask
  private let policy: TrainedPolicy
  private let folder: URL

  /// Trains a policy first: the length of its episodes is part of what is measured.
  init(_ task: EvaluationTask) throws {
    self.task = task
    folder = try FileManager.default.url(
      for: .itemReplacementDirectory, in: .userDomainMask,
      appropriateFor: FileManager.default.temporaryDirectory, create: true)
    let trainer = try Trainer(task.configuration)
    while !trainer.isFinished { _ = try trainer.advance() }
    let checkpoint = folder.appending(path: "policy.h5")
    try trainer.save(to: checkpoint)
    policy = try TrainedPolicy(checkpoint: checkpoint)
  }

  /// What is written down.
  private enum Dump: CaseIterable {
    case nothing, standard, everything
  }

  /// All that is compared is measured in turn.
  func measure(_ effort: Effort) throws -> EvaluationBenchmarkResult {
    defer { try? FileManager.default.removeItem(at: folder) }
    var rates = [Dump: [Double]]()
    for _ in 0..<effort.repeats {
      for dump in Dump.allCases {
        rates[dump, default: []].append(try rate(dump, seconds: effort.seconds))
      }
    }
    func ratio(_ dump: Dump) -> Spread {
      Spread(zip(rates[dump] ?? [], rates[.nothing] ?? []).map { $0 / $1 })
    }
    return EvaluationBenchmarkResult(
      task: task.name, stepsPerSecond: Spread(rates[.nothing] ?? []),
      dumpRatio: ratio(.standard), everythingRatio: ratio(.everything),
      dumpBytesPerStep: try bytesPerStep(.standard),
      everythingBytesPerStep: try bytesPerStep(.everything))
  }

  private func rate(_ dump: Dump, seconds: Double) throws -> Double {
    let began = Rate.now
    var steps = 0
    repeat { steps += try evaluate(dump).steps } while Rate.now - began < seconds
    return Double(steps) / (Rate.now - began)
  }

  private func bytesPerStep(_ dump: Dump) throws -> Double {
    let (steps, bytes) = try evaluate(dump)
    return Double(bytes) / Double(steps)
  }

  private func evaluate(_ dump: Dump) throws -> (steps: Int, bytes: Int) {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = task.episodes
    configuration.isDeterministic = false
    configuration.recording.isOn = dump != .nothing
    configuration.recording.activations = dump == .everything
    configuration.recording.state = dump == .everything
    let evaluator = try Evaluator(policy, configuration)
    guard dump != .nothing else {
      return (try evaluator.run().reduce(0) { $0 + $1.length }, 0)
    }
    let url = folder.appending(path: "trajectories.h5")
    let recording = try TrajectoryRecording(
      of: evaluator, from: folder.appending(path: "policy.h5"), to: [.file(url)], replacing: true)
    let steps = try evaluator.run(recordingTo: recording).reduce(0) { $0 + $1.length }
    return (steps, try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
  }
}

/// A policy whose evaluation is measured.
struct EvaluationTask {
  let name: String
  let configuration: TrainingConfiguration
  let episodes: Int

  /// Physics that takes long, physics that takes little, and next to none.
  static let all = [
    EvaluationTask("HalfCheetah-v4", steps: 20_000, episodes: 32),
    EvaluationTask("InvertedPendulumNoVel-v4", steps: 60_000, episodes: 64),
    EvaluationTask("CartPoleNoVel-v1", steps: 100_000, episodes: 400),
  ]

  private init(_ id: String, steps: Int, episodes: Int) {
    name = id
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: id), isRecurrent: true)
    configuration.totalSteps = steps
    self.configuration = configuration
    self.episodes = episodes
  }
}

/// What was measured of an evaluation.
struct EvaluationBenchmarkResult: Encodable {
  let task: String
  /// Without writing anything down.
  let stepsPerSecond: Spread
  /// With a dump of what a trajectory file always holds, and of everything there is, over that without.
  let dumpRatio, everythingRatio: Spread
  let dumpBytesPerStep, everythingBytesPerStep: Double
}
