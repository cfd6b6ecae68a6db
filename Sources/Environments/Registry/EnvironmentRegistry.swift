/// The environments that can be asked for by id.
///
/// A registry is a value: add your own environments to a copy of ``standard`` and hand that on.
///
///     var registry = EnvironmentRegistry.standard
///     try registry.register(pointMass)
///     try registry.register(pointMass.withoutVelocities)
public struct EnvironmentRegistry: Sendable {
  /// All environments, in the order of their registration.
  public private(set) var environments: [EnvironmentDescription] = []

  /// A registry of nothing.
  public init() {}

  /// Adds an environment.
  ///
  /// - Throws: ``EnvironmentSetupError/alreadyRegistered(id:)``.
  public mutating func register(
    _ environment: EnvironmentDescription
  ) throws(EnvironmentSetupError) {
    guard !environments.contains(where: { $0.id == environment.id }) else {
      throw EnvironmentSetupError.alreadyRegistered(id: environment.id)
    }
    environments.append(environment)
  }

  /// The environment called `id`.
  ///
  /// - Returns: The environment and, where that is another name or version than the one asked for, a
  ///   sentence that says so.
  /// - Throws: ``EnvironmentSetupError/unknown(id:nearest:)``.
  public func find(
    _ id: String
  ) throws(EnvironmentSetupError) -> (environment: EnvironmentDescription, note: String?) {
    if let environment = environments.first(where: { $0.id == id }) { return (environment, nil) }
    if let environment = environment(popgymID: id) {
      return (environment, "\(id) is POPGym's name of \(environment.id); running that.")
    }
    let wanted = EnvironmentName(id)
    for environment in environments where EnvironmentName(environment.id).base == wanted.base {
      if let version = wanted.version, environment.replacedVersions.contains(version) {
        return (environment, "\(id) is an older version; running \(environment.id) instead.")
      }
    }
    throw EnvironmentSetupError.unknown(
      id: id, nearest: NearestNames.search(id, in: environments.map(\.id)))
  }
}
