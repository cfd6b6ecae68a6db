import Agents
import Environments
import Evaluate
import Experiments
import Figures
import Foundation
import TensorBoard
import Tensors

/// Prints how far a training has come.
final class Printer: TrainingObserver {
  func updateEnded(_ report: TrainingReport, in run: TrainingRun) {
    print("\(report.steps) steps, mean return \(report.episodes.returnSummary?.mean ?? 0)")
  }
}

LinearAlgebraRuntime.restartWithFastestKernels()
// Trains in a folder of its own below runs, which has the logs, checkpoints and the best policy.
var configuration = TrainingConfiguration(
  algorithm: .ppo, environment: EnvironmentConfiguration(id: "CartPoleNoVel-v1"), isRecurrent: true)
configuration.totalSteps = 20_000
let run = try TrainingRun(configuration, observers: [Printer(), TensorBoardLog()])
try run.train()
// Resumes it, and trains it for as long again.
try TrainingRun(resuming: run.directory.url, totalSteps: 40_000, observers: [Printer()]).train()
// Lets the policy act for ten episodes, and writes down what it saw, felt and did.
let place = try PolicyPlace(run.directory.url)
var evaluation = EvaluationConfiguration()
evaluation.episodeCount = 10
evaluation.recording.isOn = true
let evaluator = try Evaluator(place.policy(), evaluation)
let recording = try TrajectoryRecording(
  of: evaluator, from: place.checkpoint, to: [.file(URL(filePath: "traj.h5"))], replacing: true)
let results = try evaluator.run(recordingTo: recording)
print("Ten episodes, mean return \(EvaluationStatistics(results).episodeReturn.mean)")

// Draws the learning curve, and hidden states along their principal components.
try CurvesFigure(of: [RunSummary(run.directory)]).write(to: URL(filePath: "curves.png"))
let states = try RecordedStates(TrajectoryReader(URL(filePath: "traj.h5")))
try ComponentsFigure(of: states).write(to: URL(filePath: "hidden.png"))
