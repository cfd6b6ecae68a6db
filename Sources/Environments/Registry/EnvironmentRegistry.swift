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

  /// What makes the description of an environment of the rest of its id.
  public typealias SchemeSearch =
    @Sendable (String) throws(EnvironmentSetupError) -> EnvironmentDescription
  private var schemes: [(name: String, find: SchemeSearch)] = []

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

  /// Adds a scheme: an id of the form `name:rest` is then looked up by handing `find` the rest. What it
  /// returns is an environment whose id is the whole, `name:rest`.
  ///
  ///     registry.registerScheme("grid") { size throws(EnvironmentSetupError) in
  ///       guard let size = Int(size) else { throw .unusable(id: "grid:\(size)", message: "...") }
  ///       return EnvironmentDescription(id: "grid:\(size)", ...) { Grid(size) }
  ///     }
  ///
  /// - Throws: ``EnvironmentSetupError/schemeRegistered(name:)``.
  public mutating func registerScheme(
    _ name: String,
    find: @escaping SchemeSearch
  ) throws(EnvironmentSetupError) {
    precondition(!name.isEmpty && !name.contains(":"), "a scheme has a name without a colon")
    guard !schemes.contains(where: { $0.name == name }) else {
      throw EnvironmentSetupError.schemeRegistered(name: name)
    }
    schemes.append((name, find))
  }

  /// The environment of a scheme, or nil where `id` has none.
  private func environment(
    ofScheme id: String
  ) throws(EnvironmentSetupError) -> EnvironmentDescription? {
    guard let colon = id.firstIndex(of: ":") else { return nil }
    guard let scheme = schemes.first(where: { $0.name == id[..<colon] }) else {
      throw EnvironmentSetupError.unknownScheme(id: id, existing: schemes.map(\.name))
    }
    return try scheme.find(String(id[id.index(after: colon)...]))
  }

  /// The environment called `id`.
  ///
  /// - Returns: The environment and, where that is another name or version than the one asked for, a
  ///   sentence that says so.
  /// - Throws: ``EnvironmentSetupError/unknown(id:nearest:)`` or
  ///   ``EnvironmentSetupError/unknownScheme(id:existing:)``.
  public func find(
    _ id: String
  ) throws(EnvironmentSetupError) -> (environment: EnvironmentDescription, note: String?) {
    if let environment = environments.first(where: { $0.id == id }) { return (environment, nil) }
    if let environment = try environment(ofScheme: id) { return (environment, nil) }
    if let environment = environment(popgymID: id) {
      return (environment, "\(id) is POPGym's name of \(environment.id); running that.")
    }
    if let environment = environment(minatarID: id) {
      return (environment, "\(id) is MinAtar's name of \(environment.id); running that.")
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
