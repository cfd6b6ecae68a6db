import Settings

/// The settings of an environment that a user can name, each with a default: a plain struct and the
/// list of its parts.
///
///     struct Configuration: EnvironmentArguments {
///       /// The length of the corridor, in steps.
///       var corridorLength = 10
///       static let settings = [
///         Setting(
///           "corridor_length", \Self.corridorLength, "The length of the corridor, in steps.",
///           in: 1...100_000)
///       ]
///     }
public protocol EnvironmentArguments: Configurable {
  /// The defaults.
  init()

  /// Throws where settings that are possible each by itself are impossible together.
  func validate() throws(EnvironmentError)
}

extension EnvironmentArguments {
  public func validate() throws(EnvironmentError) {}

  /// Sets arguments by name.
  mutating func set(
    _ arguments: [String: String], id: String
  ) throws(EnvironmentSetupError) {
    for (name, text) in arguments.sorted(by: { $0.key < $1.key }) {
      guard let argument = Self.settings.first(where: { $0.name == name }) else {
        throw EnvironmentSetupError.unknownArgument(
          id: id, name: name, existing: Self.settings.map(\.name))
      }
      guard set(argument, to: text) else {
        throw EnvironmentSetupError.impossibleArgument(
          id: id, name: name, value: text, kind: argument.kind)
      }
    }
    do { try validate() } catch {
      throw EnvironmentSetupError.unusable(id: id, message: error.message)
    }
  }
}

/// The settings of an environment that has none.
public struct NoArguments: EnvironmentArguments {
  public init() {}
  public static var settings: [Setting<NoArguments>] { [] }
}
