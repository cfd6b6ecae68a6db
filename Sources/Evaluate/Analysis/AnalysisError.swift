/// Why recorded episodes, or a policy, cannot be analysed as asked.
package struct AnalysisError: Error, Equatable, CustomStringConvertible {
  package enum Cause: Sendable {
    /// What was asked for does not fit what there is.
    case wrongUsage
    /// The data do not allow it.
    case badData
  }

  package let cause: Cause
  package let description: String

  package init(_ cause: Cause, _ description: String) {
    self.cause = cause
    self.description = description
  }
}
