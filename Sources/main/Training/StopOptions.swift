import Agents
import ArgumentParser

/// When a training ends before its last step.
struct StopOptions: ParsableArguments {
  @Option(
    number: "End as soon as the mean return reaches this, by cohort_return_mean's estimate. (never)"
  )
  var stopReturn: Double?

  @Option(integer: "The least number of episodes in complete cohorts to take that mean of. (100)")
  var stopWindow: Int?

  @Option("time", "Save and end after this time, such as 90s, 30m or 1.5h. (never)")
  var timeLimit: TimeSpan?

  func check() throws(ConfigurationError) {
    if let stopReturn, !stopReturn.isFinite {
      throw ConfigurationError("--stop-return is \(stopReturn); it must be a finite number.")
    }
    guard let stopWindow else { return }
    guard 1...EpisodeWindow.capacity ~= stopWindow else {
      throw ConfigurationError(
        "--stop-window is \(stopWindow); it must be from 1 to \(EpisodeWindow.capacity).")
    }
    if stopReturn == nil {
      throw ConfigurationError("--stop-window goes with --stop-return; add that.")
    }
  }
}

/// A length of time, written as 90s, 30m or 1.5h.
struct TimeSpan: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    let units = ["s": 1.0, "m": 60, "h": 3600]
    guard let unit = units[String(argument.suffix(1))], let number = Double(argument.dropLast()),
      number > 0, number * unit < 1e9
    else { return nil }
    duration = .seconds(number * unit)
  }
}
