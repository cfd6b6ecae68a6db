import Agents

/// The parts of the lanes' time that training spends on what it does; they add up to 1.
struct TimeShares: Encodable {
  let environment: Double
  let inference: Double
  let returns: Double
  let gradient: Double
  let optimizer: Double
  let waiting: Double
  /// The order of samples, and what else one lane does alone.
  let rest: Double

  init(_ times: LaneTimes, total: Double) {
    environment = times.environment / total
    inference = times.inference / total
    returns = times.returns / total
    gradient = times.gradient / total
    optimizer = times.optimizer / total
    waiting = times.waiting / total
    rest = 1 - environment - inference - returns - gradient - optimizer - waiting
  }
}
