import Environments
import HDF5

extension EnvironmentReference {
  /// Compares what a file says of the task beside its episodes: sizes, the time limit and, on MuJoCo,
  /// the bounds of actions, the length of a step and the initial state.
  static func compareTask(
    _ file: HDF5File, with environment: EnvironmentDescription
  ) throws -> ReferenceDeviations {
    let world = try environment.makeEnvironment()
    var attributes = [
      "max_episode_steps": Double(environment.maximumEpisodeSteps ?? 0),
      "observation_size": Double(world.observationSpace.size),
      "action_size": Double(world.actionSpace.width),
    ]
    var arrays = [String: [Double]]()
    if let world = world as? any MuJoCoEnvironment {
      let simulation = world.simulation
      simulation.reset()
      attributes["frame_skip"] = Double(type(of: world).frameSkip)
      attributes["dt"] = world.stepDuration
      attributes["timestep"] = simulation.model.timestep
      arrays["init_qpos"] = simulation.positions.values
      arrays["init_qvel"] = simulation.velocities.values
      arrays["actuator_ctrlrange"] =
        zip(world.actionSpace.low, world.actionSpace.high).flatMap { [Double($0), Double($1)] }
    }

    var deviations = ReferenceDeviations()
    for (name, value) in attributes where try file.containsAttribute(name) {
      let reference: Double = try file.readAttribute(name)
      deviations.compare([value], with: [reference], dataset: name, tolerance: .exact)
    }
    guard try file.contains("model") else { return deviations }
    for (name, values) in arrays where try file.contains("model/\(name)") {
      let reference = try file.read("model/\(name)", as: Double.self).values
      // Actions are single precision.
      let isAction = name == "actuator_ctrlrange"
      deviations.compare(
        values, with: isAction ? EpisodeReplay.single(reference[...]) : reference[...],
        dataset: isAction ? "bounds of actions" : "model/\(name)", tolerance: .exact)
    }
    return deviations
  }
}
