import Agents
import Experiments

/// Measures one task with several numbers of threads.
struct TaskBenchmark {
  private let task: BenchmarkTask
  private let runs: [TaskRun]

  init(_ task: BenchmarkTask, laneCounts: [Int]) throws {
    self.task = task
    runs = try laneCounts.map { try TaskRun(task, laneCount: $0) }
  }

  /// Everything that is compared is measured in turn, so that other work on the machine, which comes
  /// and goes, slows down all of it alike.
  func measure(_ effort: Effort) throws -> [TaskResult] {
    for run in runs { try run.warmUp(seconds: effort.seconds) }
    for _ in 0..<effort.repeats {
      for run in runs { try run.measure(seconds: effort.seconds) }
    }
    return try runs.map { run in
      let rate = Spread(run.trainingRates)
      return TaskResult(
        task: task.name, summary: task.summary, threads: run.laneCount,
        stepsPerSecond: rate,
        speedup: Spread(zip(run.trainingRates, runs[0].trainingRates).map { $0 / $1 }),
        environmentStepsPerSecond: Spread(run.environmentRates),
        environmentRatio: Spread(zip(run.trainingRates, run.environmentRates).map { $0 / $1 }),
        shares: try run.measureShares(seconds: effort.seconds),
        gigaflops: 1e-9 * rate.median * run.operations.perStep,
        footprint: try Footprint(task, laneCount: run.laneCount))
    }
  }
}
