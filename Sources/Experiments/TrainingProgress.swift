/// How far a training or an evaluation has come.
package struct TrainingProgress: Sendable, Equatable {
  /// Environment steps made, and how many there are to be; or what else `unit` says.
  package var steps: Int
  package var totalSteps: Int
  package var stepsPerSecond: Double
  /// What is counted.
  package var unit: String
  /// The mean return of the latest episodes; nil until one has ended.
  package var meanReturn: Double?

  package init(
    steps: Int, totalSteps: Int, stepsPerSecond: Double = 0, unit: String = "steps",
    meanReturn: Double? = nil
  ) {
    self.steps = steps
    self.totalSteps = totalSteps
    self.stepsPerSecond = stepsPerSecond
    self.unit = unit
    self.meanReturn = meanReturn
  }

  /// The share of the steps that is done, from 0 to 1.
  var fraction: Double {
    totalSteps > 0 ? min(max(Double(steps) / Double(totalSteps), 0), 1) : 0
  }

  /// The time that the rest takes at this speed; nil where that is not known or nothing is left.
  var secondsLeft: Double? {
    guard stepsPerSecond > 0, steps < totalSteps else { return nil }
    return Double(totalSteps - steps) / stepsPerSecond
  }
}
