import Environments
import HDF5

extension EnvironmentReference {
  /// Compares everything that is known of a reference file of an environment.
  ///
  /// - Returns: The deviations, or nil where the registry has no such environment.
  package static func compare(
    _ file: HDF5File, registry: EnvironmentRegistry = .standard
  ) throws -> ReferenceDeviations? {
    let id: String = try file.readAttribute("env_id")
    guard let known = registry.environments.first(where: { $0.id == id }) else { return nil }
    let environment = try known.configured(arguments(of: file))
    let simulation = (try environment.makeEnvironment() as? any MuJoCoEnvironment)?.simulation
    var deviations = try compareTask(file, with: environment)
    if let simulation, try file.contains("model") {
      deviations.merge(try compareModel(modelFields(of: file), with: simulation.model))
    }
    for name in try file.children(of: "episodes") {
      deviations.merge(
        try compare(
          RecordedEpisode(name, of: file), with: environment,
          tolerances: simulation == nil ? .classicControl : .mujoco))
    }
    deviations.merge(try compareResets(resetSamples(of: file), with: environment))
    return deviations
  }

  /// What the recorded environment was made with, which a dictionary in the notation of Python tells:
  /// `{'use_contact_forces': True}`.
  private static func arguments(of file: HDF5File) throws -> [String: String] {
    guard try file.containsAttribute("constructor_arguments") else { return [:] }
    let text: String = try file.readAttribute("constructor_arguments")
    let entries = text.matches(of: /'(?<name>\w+)': (?<value>\([^)]*\)|[^,}]+)/)
    return Dictionary(entries.map { (String($0.name), String($0.value)) }) { _, last in last }
  }

  /// The arrays of `model`, those of its groups by names such as `opt/gravity`.
  private static func modelFields(of file: HDF5File) throws -> [String: [Double]] {
    var fields = [String: [Double]]()
    for name in try file.children(of: "model") {
      let names =
        ["opt", "stat"].contains(name)
        ? try file.children(of: "model/\(name)").map { "\(name)/\($0)" } : [name]
      for name in names { fields[name] = try file.read("model/\(name)", as: Double.self).values }
    }
    return fields
  }

  /// The arrays of `reset_samples` that have a row for each reset.
  private static func resetSamples(
    of file: HDF5File
  ) throws -> [String: RecordedEpisode.Table] {
    var samples = [String: RecordedEpisode.Table]()
    for name in try file.children(of: "reset_samples") {
      let array = try file.read("reset_samples/\(name)", as: Double.self)
      guard array.shape.count == 2 else { continue }
      samples[name] = RecordedEpisode.Table(rowSize: array.shape[1], values: array.values)
    }
    return samples
  }
}
