import Environments
import HDF5
import Tensors

extension POPGymReference {
  private static let exact = ReferenceTolerance(absolute: 0, relative: 0)

  /// Compares what is observed and done with the spaces that a file states in Gymnasium's words.
  static func compareSpaces(
    of environment: EnvironmentDescription, with file: HDF5File, _ difficulty: String
  ) throws -> ReferenceDeviations {
    let spaces = try environment.spaces()
    var deviations = ReferenceDeviations()
    for (name, own) in [
      ("observation_space", spaces.observation.components.map(PlainSpace.Component.init)),
      ("action_space", PlainSpace(spaces.action).components),
    ] {
      let text: String = try file.readAttribute("\(difficulty)_\(name)")
      deviations.compare(
        own.flatMap(\.numbers),
        with: PlainSpace(gymnasium: text).components.flatMap(\.numbers)[...],
        dataset: name, tolerance: exact, place: environment.id)
    }
    return deviations
  }

  /// Checks that an episode of one action all the time is not longer than a file states.
  static func compareLength(
    of environment: EnvironmentDescription, with file: HDF5File, _ difficulty: String
  ) throws -> ReferenceDeviations {
    let longest: Int = try file.readAttribute("\(difficulty)_max_episode_length")
    var world = try environment.makeEnvironment()
    let action = [Float](repeating: 0, count: world.actionSpace.width)
    var random = RandomStream(seed: 1, purpose: .environment)
    world.reset(using: &random)
    var steps = 1
    while try world.step(action.span, using: &random).outcome == .running && steps <= longest {
      steps += 1
    }
    var deviations = ReferenceDeviations()
    deviations.compare(
      [Double(max(0, steps - longest))], with: [0], dataset: "steps beyond max_episode_length",
      tolerance: exact, place: environment.id)
    return deviations
  }
}
