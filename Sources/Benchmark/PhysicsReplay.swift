import Environments
import Tensors

/// The simulator alone: the steps that a batch of environments takes, without anything around them.
/// Rewards, observations, checks and resets are what a batch adds.
final class PhysicsReplay {
  /// The actions, with the states that they begin and end with.
  let record: ActionRecord
  private let frameSkip: Int
  private let simulations: [MuJoCoSimulation]
  /// The states that episodes begin with, by step and environment; nil where an episode continues.
  private let beginnings: [[EnvironmentState?]]

  /// Takes the recorded actions once, to see where episodes end; nil for environments without physics.
  init?(_ environment: EnvironmentDescription, record: ActionRecord) throws {
    let count = record.environments
    let worlds = try (0..<count).map { _ in
      try environment.makeEnvironment() as? any MuJoCoEnvironment
    }
    guard let first = worlds[0] else { return nil }
    frameSkip = type(of: first).frameSkip
    simulations = worlds.compactMap { $0?.simulation }
    let shard = try ReplayShard(
      environment.makeBatch(indices: 0..<count, seed: 1), environments: 0..<count)
    let start = shard.batch.save()
    var beginnings: [[EnvironmentState?]] = [start.map(\.state)]
    for step in 0..<record.steps {
      try shard.take(step, of: record)
      beginnings.append(shard.batch.save().map { $0.elapsedSteps == 0 ? $0.state : nil })
    }
    self.beginnings = beginnings
    self.record = record.between(start, shard.batch.save())
  }

  /// Steps a second of all environments together.
  func measure(seconds: Double) throws -> Double {
    try Rate.measure(count: record.stepCount, seconds: seconds) {
      for index in simulations.indices { begin(index, step: 0) }
      for step in 0..<record.steps {
        for (index, simulation) in simulations.enumerated() {
          record.actions.withRow(step * record.environments + index) { simulation.controls.set($0) }
          try simulation.step(frameSkip)
          begin(index, step: step + 1)
        }
      }
    }
  }

  private func begin(_ index: Int, step: Int) {
    guard let state = beginnings[step][index] else { return }
    let simulation = simulations[index]
    simulation.reset()
    if let positions = state["qpos"] { simulation.positions.set(positions) }
    if let velocities = state["qvel"] { simulation.velocities.set(velocities) }
    simulation.forward()
  }
}
