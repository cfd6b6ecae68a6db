/// What an environment throws where it cannot go on. The toolkit adds where and when it happened.
public struct EnvironmentError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, in a few words that can follow a colon.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
