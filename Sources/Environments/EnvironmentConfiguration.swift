/// Which environment a policy is trained in, and what of it the policy sees.
public struct EnvironmentConfiguration: Codable, Hashable, Sendable {
  /// The id in the registry.
  public var id: String
  /// The only components of the observation that the policy sees; nil means all.
  public var observedComponents: [Int]?
  /// Whether actions of a box are clipped to its bounds before the environment sees them.
  public var clipsActions = true

  public init(id: String, observedComponents: [Int]? = nil) {
    self.id = id
    self.observedComponents = observedComponents
  }
}

extension EnvironmentConfiguration {
  package var batchOptions: BatchOptions {
    BatchOptions(clipsActions: clipsActions, observedComponents: observedComponents)
  }
}
