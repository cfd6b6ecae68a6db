import Agents
import Environments
import Experiments
import Files
import Foundation

/// What a person sees of a training.
final class TrainingDisplay: TrainingObserver {
  private let options: RunOptions
  private let output: StatusOutput
  /// Made when training begins, for its clock runs from then on.
  private lazy var line = StatusLine(output)
  /// Whether the line shows by itself how far the training has come.
  private let showsProgress: Bool
  private var began = Date()

  init(options: RunOptions) {
    self.options = options
    output = StatusOutput.choose(isQuiet: options.quiet)
    showsProgress = output == .live || options.logInterval == nil
  }

  func trainingBegan(_ run: TrainingRun) {
    began = Date()
    describe(run.trainer)
    if let checkpoint = run.resumedCheckpoint {
      let restarted = run.trainer.restartedEnvironments
      let beginnings =
        restarted == 0
        ? ""
        : "; new episodes begin in \(HumanUnits.counted(restarted, "environment")) that could not be saved"
      say("Resuming from \(checkpoint.shortPath), \(run.trainer.stepCount) steps\(beginnings)")
      return
    }
    let environment = run.environment
    if !environment.hasEnd { say("\(environment.id) has no time limit. \(Self.limitAdvice)") }
    say("Writing to \(run.directory.url.shortPath)")
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

  func updateEnded(_ report: TrainingReport, in run: TrainingRun) {
    if showsProgress { line.update(progress(report, of: run.trainer.configuration)) }
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
  func trainingEnded(_ end: TrainingEnd, in run: TrainingRun) {
    let (trainer, environment) = (run.trainer, run.environment)
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
    if let best = run.bestPolicy {
      let steps = best.update * trainer.configuration.rolloutSize
      let claim = best.claim.map { "\($0.text), after" } ?? "after"
      say("Best policy: \(claim) \(steps) steps: \(run.directory.best.shortPath)")
    }
    tellSaved(
      run.newestCheckpoint ?? run.directory.checkpoint(afterUpdate: trainer.updateCount).url)
    if trainer.isFinished {
      let more = trainer.configuration.totalSteps * 2
      say(
        "To train it longer:  \(Shell.program) train --resume \(run.directory.url.shellPath) --num-env-steps \(more)"
      )
    } else {
      say("To resume:  \(Shell.program) train --resume \(run.directory.url.shellPath)")
    }
  }

  func checkpointSaved(_ checkpoint: URL, isAskedFor: Bool, in run: TrainingRun) {
    if isAskedFor { tellSaved(checkpoint) }
  }

  private func tellSaved(_ checkpoint: URL) { say("Saved \(checkpoint.shortPath)") }

  func warned(_ text: String, in run: TrainingRun) { say(text) }

  /// Leaves the live line behind, for an error to follow.
  func trainingFailed(_ failure: TrainingFailure, in run: TrainingRun) { line.finish() }

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
