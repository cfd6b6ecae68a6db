import Agents
import Environments
import Foundation
import Tensors

/// Trains a policy that does not see how fast the mass is, and has to remember where it was.
func train(steps: Int) throws {
  let pointMass = EnvironmentDescription(
    id: "PointMass-v0", summary: "Keep a mass at the origin.", maximumEpisodeSteps: 200
  ) { PointMass() }
  var registry = EnvironmentRegistry.standard
  try registry.register(pointMass)
  try registry.register(pointMass.withoutVelocities)

  var configuration = TrainingConfiguration(
    algorithm: .ppo, environment: EnvironmentConfiguration(id: "PointMassNoVel-v0"),
    isRecurrent: true)
  configuration.totalSteps = steps

  let trainer = try Trainer(configuration, registry: registry)
  while !trainer.isFinished {
    let report = try trainer.advance()
    let mean = report.episodes.returnSummary?.mean ?? 0
    print("\(report.steps) steps, mean return \(mean)")
  }
  let checkpoint = URL(filePath: "point-mass.h5")
  try trainer.save(to: checkpoint)
  print("Saved \(checkpoint.relativePath)")
}

LinearAlgebraRuntime.restartWithFastestKernels()
do {
  // As many steps as the command line says.
  try train(steps: CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000)
} catch {
  print("point-mass: \(error)")
  exit(1)
}
