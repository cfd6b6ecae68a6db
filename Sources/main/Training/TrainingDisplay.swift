import Agents
import Environments
import Experiments
import Files
import Foundation

/// What a person sees of a training.
struct TrainingDisplay {
  private let options: RunOptions
  private let line: StatusLine
  /// Whether the line shows by itself how far the training has come.
  private let showsProgress: Bool
  private let began = Date()

  init(options: RunOptions) {
    self.options = options
    let output = StatusOutput.choose(isQuiet: options.quiet)
    line = StatusLine(output)
    showsProgress = output == .live || options.logInterval == nil
  }

  /// - Parameter environment: as it is described.
  func begin(
    _ trainer: Trainer, in environment: EnvironmentDescription, directory: RunDirectory
  ) {
    describe(trainer)
    if !environment.hasEnd { say("\(environment.id) has no time limit. \(Self.limitAdvice)") }
    say("Writing to \(directory.url.shortPath)")
  }

  func resume(_ trainer: Trainer, checkpoint: URL) {
    describe(trainer)
    say("Resuming from \(checkpoint.shortPath), \(trainer.stepCount) steps")
  }

  private func describe(_ trainer: Trainer) {
    guard !options.quiet else { return }
    let configuration = trainer.configuration
    let kind = configuration.policy.isRecurrent ? "recurrent policy" : "policy"
    say(
      """
      Training a \(kind) of \(trainer.policy.layout.parameterCount) parameters with \
      \(configuration.algorithm.rawValue.uppercased()) on \(configuration.environment.id), \
      \(HumanUnits.counted(configuration.environmentCount, "environment")), \
      \(steps(of: configuration)), \
      \(HumanUnits.counted(trainer.laneCount, "thread"))
      """)
    if options.verbose, let text = try? RunRecord(configuration).text { say(text) }
  }

  /// How many steps the run will have made at its end.
  private func steps(of configuration: TrainingConfiguration) -> String {
    let (asked, size) = (configuration.totalSteps, configuration.rolloutSize)
    let all = configuration.updateCount * size
    guard all != asked else { return "\(HumanUnits.count(Double(all))) steps" }
    return "\(all) steps (\(asked) in whole rollouts of \(size))"
  }

  func show(_ report: TrainingReport, of configuration: TrainingConfiguration) {
    if showsProgress { line.update(progress(report, of: configuration)) }
    guard !options.quiet else { return }
    if report.update % (options.logInterval ?? (options.verbose ? 10 : .max)) == 0 {
      line.message(text(of: report))
    }
  }

  private func progress(
    _ report: TrainingReport, of configuration: TrainingConfiguration
  ) -> TrainingProgress {
    TrainingProgress(
      steps: report.steps, totalSteps: configuration.updateCount * configuration.rolloutSize,
      stepsPerSecond: Double(configuration.rolloutSize)
        / (report.rolloutSeconds + report.updateSeconds),
      meanReturn: report.episodes.returnSummary?.mean)
  }

  /// One line with the steps and the mean return, or everything there is.
  private func text(of report: TrainingReport) -> String {
    if options.verbose { return ReportTable.text(report) }
    var parts = ["steps \(report.steps)"]
    if let mean = report.episodes.returnSummary?.mean {
      parts.append("return_mean \(HumanUnits.value(mean))")
    }
    if let mean = report.episodes.lengthSummary?.mean {
      parts.append("length_mean \(HumanUnits.value(mean))")
    }
    return parts.joined(separator: ", ")
  }

  /// What to do about episodes without an end.
  private static let limitAdvice =
    "Episodes that do not end by themselves never end; --env-arg max_episode_steps=N cuts them."

  /// What was reached, where it is, and what to type next.
  func end(
    _ trainer: Trainer, in environment: EnvironmentDescription, _ end: TrainingEnd,
    directory: RunDirectory, checkpoint: URL, best: BestPolicy.Incumbent?
  ) {
    line.finish()
    let time = HumanUnits.duration(seconds: -began.timeIntervalSinceNow)
    var text = "\(end.description) after \(trainer.stepCount) steps in \(time)."
    if let summary = trainer.episodes.returnSummary {
      text += """
         Mean return of the last \(min(trainer.episodes.episodeCount, EpisodeWindow.capacity)) \
        episodes: \(HumanUnits.value(summary.mean)) \
        (standard deviation \(HumanUnits.value(summary.standardDeviation))).
        """
    }
    if trainer.episodes.episodeCount == 0 && trainer.updateCount > 0 {
      let steps = trainer.updateCount * trainer.configuration.stepCount
      text += " No episode ended, so nothing is known of returns"
      if let limit = environment.maximumEpisodeSteps {
        text +=
          ": \(environment.id) cuts episodes after \(limit) steps, and each environment made \(steps)."
      } else if environment.hasEnd {
        text += "."
      } else {
        text += ": \(environment.id) has no time limit. \(Self.limitAdvice)"
      }
    }
    say(text)
    if let best {
      let steps = best.update * trainer.configuration.rolloutSize
      let claim = best.claim.map { "\($0.text), after" } ?? "after"
      say("Best policy: \(claim) \(steps) steps: \(directory.best.shortPath)")
    }
    tellSaved(checkpoint)
    if trainer.isFinished {
      let more = trainer.configuration.totalSteps * 2
      say(
        "To train it longer:  \(Shell.program) train --resume \(directory.url.shellPath) --num-env-steps \(more)"
      )
    } else {
      say("To resume:  \(Shell.program) train --resume \(directory.url.shellPath)")
    }
  }

  func tellSaved(_ checkpoint: URL) { say("Saved \(checkpoint.shortPath)") }

  /// Tells of something that went wrong and does not stop the training.
  func warn(_ text: String) { say(text) }

  /// Leaves the live line behind, for an error to follow.
  func abandon() { line.finish() }

  private func say(_ text: String) {
    if !options.quiet { line.message(text) }
  }
}

extension EnvironmentDescription {
  /// Whether every episode comes to an end, by its time limit or by itself.
  var hasEnd: Bool { maximumEpisodeSteps != nil || longestEpisode != nil }
}

extension PolicyClaim {
  /// As part of a sentence.
  var text: String {
    """
    mean return \(HumanUnits.value(meanReturn)) +- \(HumanUnits.value(standardError)) over \
    \(episodes) episodes of its own
    """
  }
}
