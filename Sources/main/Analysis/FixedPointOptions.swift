import ArgumentParser
import Evaluate
import Foundation

/// How fixed points are searched.
struct FixedPointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From how many of the recorded states to start, evenly spaced.", valueName: "n"))
  var starts = 500

  @Option(
    help: ArgumentHelp("The speed q up to which a point is fixed.", valueName: "x"))
  var fixedSpeed = FixedPointSearch().fixedSpeed

  @Option(
    help: ArgumentHelp(
      "The speed q up to which a point is slow; faster ones are dropped.", valueName: "x"))
  var slowSpeed = FixedPointSearch().slowSpeed

  @Option(
    help: ArgumentHelp(
      "Points are one where no unit differs by more than this.", valueName: "x"))
  var tolerance = FixedPointSearch().tolerance

  @Option(integer: "The number of threads; results do not depend on it. (all cores)")
  var threads: Int?

  func validate() throws {
    guard (1...1_000_000).contains(starts) else {
      throw ValidationError("--starts is from 1 to 1000000.")
    }
    guard fixedSpeed >= 0, slowSpeed >= fixedSpeed, slowSpeed.isFinite else {
      throw ValidationError(
        "--fixed-speed and --slow-speed are not negative, and the first is not above the second.")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw ValidationError("--tolerance is not negative.")
    }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("--threads is from 1 to 1024.")
    }
  }

  var search: FixedPointSearch {
    var search = FixedPointSearch()
    search.fixedSpeed = fixedSpeed
    search.slowSpeed = slowSpeed
    search.tolerance = tolerance
    return search
  }

  var laneCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
