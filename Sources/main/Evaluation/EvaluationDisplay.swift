import Agents
import Environments
import Evaluate
import Experiments
import Files
import Foundation

/// What a person sees of an evaluation while it runs.
struct EvaluationDisplay {
  private let episodeCount: Int
  private let isVerbose: Bool
  private let isSilent: Bool
  private let isQuiet: Bool
  private let output: StatusOutput
  private let line: StatusLine

  /// - Parameters:
  ///   - isSilent: Whether the standard output is for something else, or nothing is wanted.
  ///   - isQuiet: Whether nothing is wanted.
  init(episodeCount: Int, isVerbose: Bool, isSilent: Bool, isQuiet: Bool) {
    self.episodeCount = episodeCount
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
    self.isSilent = isSilent
    // Results are what is wanted of the standard output; how far it is belongs on a terminal only.
    output = StatusOutput.choose(isQuiet: isSilent) == .live ? .live : .silent
    line = StatusLine(output)
  }

  func begin(
    _ place: PolicyPlace, claim: PolicyClaim?, world: EnvironmentConfiguration,
    changes: [WorldChange],
    configuration: EvaluationConfiguration
  ) {
    guard !isSilent else { return }
    let which = place.isNewest ? "the newest run's " : ""
    let how = configuration.isDeterministic ? "most probable actions" : "sampled actions"
    say(
      """
      Evaluating \(which)\(place.checkpoint.shortPath) on \(world.id): \
      \(HumanUnits.counted(episodeCount, "episode")), \(how), seed \(configuration.seed)
      """)
    if let claim { say("The run claims: \(claim.text), with sampled actions") }
    if !changes.isEmpty {
      say("Changed against training: \(changes.map(\.description).joined(separator: ", "))")
    }
  }

  /// Says what an evaluation leaves that was stopped before its end.
  ///
  /// - Parameters:
  ///   - count: How many episodes ended, which are the first ones.
  ///   - files: What they were written to.
  func tellStop(after count: Int, files: [String]) {
    guard !isQuiet else { return }
    let kept = count == 0 ? "no episode" : HumanUnits.counted(count, "whole episode")
    Console.printError(
      "Stopped after \(count) of \(HumanUnits.counted(episodeCount, "episode")); the unfinished "
        + "ones were given up."
        + files.map { " \($0) holds \(kept)." }.joined())
  }

  /// Runs `body` and shows each episode that it reports, and how far it is.
  func showing<Result>(
    _ body: (@escaping (EpisodeResult) -> Void) throws -> Result
  ) rethrows -> Result {
    // What follows says it better.
    defer { line.finish(leavesLine: false) }
    let began = Date()
    var count = 0
    var returns = 0.0
    return try body { result in
      count += 1
      returns += result.episodeReturn
      if isVerbose {
        say(
          """
          episode \(result.number): return \(HumanUnits.value(result.episodeReturn)), length \
          \(result.length), \(result.outcome.name)
          """)
      }
      line.update(
        TrainingProgress(
          steps: count, totalSteps: episodeCount,
          stepsPerSecond: Double(count) / max(-began.timeIntervalSinceNow, 1e-3),
          unit: "episodes", meanReturn: returns / Double(count)))
    }
  }

  /// Calls `body` for each frame of a video and shows how many are drawn.
  func showingDrawing<Frame, Failure: Error>(
    _ frames: [Frame], _ body: (Frame) throws(Failure) -> Void
  ) throws(Failure) {
    let line = StatusLine(output)
    defer { line.finish(leavesLine: false) }
    for (index, frame) in frames.enumerated() {
      try body(frame)
      line.update(
        TrainingProgress(steps: index + 1, totalSteps: frames.count, unit: "frames"))
    }
  }

  func say(_ text: String) {
    if output == .live { line.message(text) } else { Console.print(text) }
  }
}
