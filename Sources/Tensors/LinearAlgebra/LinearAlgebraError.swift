/// Why a matrix could not be decomposed, or a system of equations not be solved.
package enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// Some value is infinite or not a number.
  case notFinite
  /// The iteration for the eigenvalues did not converge.
  case notConverged
  /// The matrix of the equations is singular to working precision.
  case singular

  package var description: String {
    switch self {
    case .notFinite: "A matrix holds a value that is infinite or not a number."
    case .notConverged: "The eigenvalues of a matrix could not be found: LAPACK did not converge."
    case .singular: "A system of equations has no unique solution to working precision."
    }
  }
}

extension Span<Double> {
  func requireFinite() throws(LinearAlgebraError) {
    for index in indices where !self[index].isFinite { throw .notFinite }
  }
}
