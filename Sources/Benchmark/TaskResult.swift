/// What was measured of a task on one number of threads.
struct TaskResult: Encodable {
  let task: String
  let summary: String
  let threads: Int
  /// Of training: rollouts and updates together.
  let stepsPerSecond: Spread
  /// Training's rate over that of the first number of threads, measured just before.
  let speedup: Spread
  /// Of the environments alone, with the same actions.
  let environmentStepsPerSecond: Spread
  /// Training's rate over that of the environments alone, measured just after.
  let environmentRatio: Spread
  let shares: TimeShares
  /// What the matrix products of training reach, 10^9 operations a second, the time of all else counted.
  let gigaflops: Double
  /// Of a process that only trains.
  let footprint: Footprint
}
