import Agents
import Experiments

/// Says when the mean return of the last episodes first exceeds each hundred.
final class Announcer: TrainingObserver {
  private var reached = 0

  func updateEnded(_ report: TrainingReport, in run: TrainingRun) {
    guard let mean = report.episodes.returnSummary?.mean, mean >= Double(reached + 100) else {
      return
    }
    reached = Int(mean) / 100 * 100
    print("A mean return of \(reached) after \(report.steps) steps")
  }
}
