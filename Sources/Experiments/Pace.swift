/// How fast something advances, judged by where it stood when it was seen first.
package struct Pace: Sendable, Equatable {
  private var first: (steps: Double, seconds: Double)?
  private var latest: (steps: Double, seconds: Double)?

  package init() {}

  package static func == (left: Pace, right: Pace) -> Bool {
    left.first?.steps == right.first?.steps && left.first?.seconds == right.first?.seconds
      && left.latest?.steps == right.latest?.steps
      && left.latest?.seconds == right.latest?.seconds
  }

  /// Takes note of the steps made until a time. Later calls have later times.
  package mutating func note(steps: Double, seconds: Double) {
    if first == nil { first = (steps, seconds) }
    if steps != latest?.steps { latest = (steps, seconds) }
  }

  /// Steps in a second; nil before it has advanced.
  package var stepsPerSecond: Double? {
    guard let first, let latest, latest.seconds > first.seconds, latest.steps > first.steps else {
      return nil
    }
    return (latest.steps - first.steps) / (latest.seconds - first.seconds)
  }

  /// The time until `total` steps are made; nil where it is not known.
  package func secondsLeft(until total: Double, at seconds: Double) -> Double? {
    guard let stepsPerSecond, let latest else { return nil }
    // What has passed since the latest steps counts as well.
    return max((total - latest.steps) / stepsPerSecond - (seconds - latest.seconds), 0)
  }
}
