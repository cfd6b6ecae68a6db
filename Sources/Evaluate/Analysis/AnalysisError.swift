/// Why recorded episodes, or a policy, cannot be analysed as asked.
public struct AnalysisError: Error, Equatable, CustomStringConvertible {
  public enum Cause: Sendable {
    /// What was asked for does not fit what there is.
    case wrongUsage
    /// The data do not allow it.
    case badData
  }

  public let cause: Cause
  public let description: String

  public init(_ cause: Cause, _ description: String) {
    self.cause = cause
    self.description = description
  }
}
