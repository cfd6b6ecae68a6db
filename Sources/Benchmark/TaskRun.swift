import Agents
import Environments

/// A training on one number of threads, and its environments alone on as many.
final class TaskRun {
  /// Steps a second, one value for each measurement.
  private(set) var trainingRates = [Double]()
  private(set) var environmentRates = [Double]()
  private let trainer: Trainer
  private let replay: EnvironmentReplay

  /// The actions that are replayed are those of so much training: enough for a replay to be long
  /// beside what it costs to wake the lanes.
  private static let recordedSeconds = 0.2

  init(_ task: BenchmarkTask, laneCount: Int) throws {
    let configuration = task.configuration
    trainer = try Trainer(configuration, laneCount: laneCount)
    replay = try EnvironmentReplay(
      EnvironmentRegistry.standard.find(configuration.environment.id).environment,
      configuration: configuration, shards: trainer.collector.shardRanges, laneCount: laneCount)
  }

  var laneCount: Int { trainer.laneCount }
  var operations: Operations { Operations(trainer) }

  func warmUp(seconds: Double) throws { _ = try train(seconds: seconds) }

  /// Measures training, and then the environments alone with what the policy does by now.
  func measure(seconds: Double) throws {
    trainingRates.append(try train(seconds: seconds))
    let record = try ActionRecord(trainer, seconds: Self.recordedSeconds)
    environmentRates.append(try replay.measure(record, seconds: seconds))
  }

  private func train(seconds: Double) throws -> Double {
    try Rate.measure(count: trainer.configuration.rolloutSize, seconds: seconds) {
      _ = try trainer.advance()
    }
  }

  /// Where the time goes; apart from the rates, because looking takes time too.
  func measureShares(seconds: Double) throws -> TimeShares {
    trainer.measureTime(true)
    defer { trainer.measureTime(false) }
    let began = Rate.now
    _ = try train(seconds: seconds)
    return TimeShares(trainer.laneTimes, total: Rate.now - began)
  }
}
