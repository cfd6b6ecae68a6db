/// The settings of an environment that a user can name, each with a default: a plain struct and the
/// list of its parts.
///
///     struct Configuration: EnvironmentArguments {
///       /// The length of the corridor, in steps.
///       var corridorLength = 10
///       static let list = [
///         EnvironmentArgument(
///           "corridor_length", \Self.corridorLength, "The length of the corridor, in steps.",
///           in: 1...100_000)
///       ]
///     }
public protocol EnvironmentArguments: Sendable {
  /// The defaults.
  init()

  /// The settings by name, in the order in which they are listed.
  static var list: [EnvironmentArgument<Self>] { get }

  /// Throws where settings that are possible each by itself are impossible together.
  func validate() throws(EnvironmentError)
}

extension EnvironmentArguments {
  public func validate() throws(EnvironmentError) {}
}

/// The settings of an environment that has none.
public struct NoArguments: EnvironmentArguments {
  public init() {}
  public static var list: [EnvironmentArgument<NoArguments>] { [] }
}
