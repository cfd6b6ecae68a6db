import Environments
import Storage

extension EnvironmentReference {
  /// Compares everything that is known of a reference file of an environment.
  ///
  /// - Returns: The deviations, or nil where the registry has no such environment.
  package static func compare(
    _ file: HDF5File, registry: EnvironmentRegistry = .standard
  ) throws -> ReferenceDeviations? {
    let id: String = try file.readAttribute("env_id")
    guard let environment = registry.environments.first(where: { $0.id == id }) else { return nil }
    let isMuJoCo = try environment.makeEnvironment() is any MuJoCoEnvironment
    var deviations = ReferenceDeviations()
    for name in try file.children(of: "episodes") {
      deviations.merge(
        try compare(
          RecordedEpisode(name, of: file), with: environment,
          tolerances: isMuJoCo ? .mujoco : .classicControl))
    }
    var samples = [String: RecordedEpisode.Table]()
    for name in try file.children(of: "reset_samples") {
      let array = try file.read("reset_samples/\(name)", as: Double.self)
      samples[name] = RecordedEpisode.Table(
        rowSize: array.shape.dropFirst().reduce(1, *), values: array.values)
    }
    deviations.merge(try compareResets(samples, with: environment))
    return deviations
  }
}
