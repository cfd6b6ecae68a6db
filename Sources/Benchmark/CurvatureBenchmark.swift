import Agents
import Environments

/// Measures what K-FAC adds to an update of A2C, with the policy and the rollout of ACKTR's defaults.
struct CurvatureBenchmark {
  private let plain: Trainer
  private let variants: [(name: String, trainer: Trainer)]
  private let laneCount: Int

  /// K-FAC samples and decomposes the factors at some steps only, so that a mean over fewer updates
  /// would depend on which these are.
  private static let updates = 10

  init(laneCount: Int) throws {
    func trainer(_ change: (inout TrainingConfiguration) -> Void) throws -> Trainer {
      var configuration = TrainingConfiguration(
        algorithm: .acktr, environment: EnvironmentConfiguration(id: "CartPole-v1"),
        isRecurrent: false)
      configuration.totalSteps = 1 << 50
      change(&configuration)
      return try Trainer(configuration, laneCount: laneCount)
    }
    func variant(statistics: Int, eigen: Int) throws -> (name: String, trainer: Trainer) {
      let trainer = try trainer {
        $0.learning.optimizer.kfac?.statisticsInterval = statistics
        $0.learning.optimizer.kfac?.eigenInterval = eigen
      }
      return ("samples every \(statistics), decompositions every \(eigen)", trainer)
    }
    self.laneCount = laneCount
    plain = try trainer {
      let defaults = TrainingConfiguration(
        algorithm: .a2c, environment: $0.environment, isRecurrent: false)
      ($0.algorithm, $0.learning) = (.a2c, defaults.learning)
    }
    variants = [
      try variant(statistics: 1, eigen: 10), try variant(statistics: 10, eigen: 10),
      try variant(statistics: 10, eigen: 100),
    ]
  }

  /// All that is compared is measured in turn.
  func measure(_ effort: Effort) throws -> [CurvatureBenchmarkResult] {
    var (plainTimes, times) = ([Times](), [[Times]](repeating: [], count: variants.count))
    _ = try Self.times(plain, seconds: effort.seconds)
    for _ in 0..<effort.repeats {
      plainTimes.append(try Self.times(plain, seconds: effort.seconds))
      for (index, variant) in variants.enumerated() {
        times[index].append(try Self.times(variant.trainer, seconds: effort.seconds))
      }
    }
    return zip(variants, times).map { variant, times in
      CurvatureBenchmarkResult(
        variant: variant.name, threads: laneCount,
        updateMicroseconds: Spread(times.map { $0.update * 1e6 }),
        plainUpdateMicroseconds: Spread(plainTimes.map { $0.update * 1e6 }),
        updateRatio: Spread(zip(times, plainTimes).map { $0.update / $1.update }),
        stepRatio: Spread(
          zip(times, plainTimes).map { ($0.update + $0.rollout) / ($1.update + $1.rollout) }))
    }
  }

  /// Seconds of one rollout and one update.
  private struct Times {
    var rollout = 0.0
    var update = 0.0
  }

  private static func times(_ trainer: Trainer, seconds: Double) throws -> Times {
    var (times, count) = (Times(), 0.0)
    repeat {
      for _ in 0..<updates {
        let report = try trainer.advance()
        times.rollout += report.rolloutSeconds
        times.update += report.updateSeconds
        count += 1
      }
    } while times.rollout + times.update < seconds
    return Times(rollout: times.rollout / count, update: times.update / count)
  }
}

/// What was measured of K-FAC beside A2C.
struct CurvatureBenchmarkResult: Encodable {
  let variant: String
  let threads: Int
  let updateMicroseconds, plainUpdateMicroseconds: Spread
  /// Of an update alone, and of a rollout with its update.
  let updateRatio, stepRatio: Spread
}
