import Files
import HDF5

/// What came of one file of a reference.
package struct ReferenceResult: Sendable {
  /// The file's path in the folder.
  package let path: String
  package let outcome: Outcome

  package enum Outcome: Sendable {
    case compared(ReferenceFindings)
    /// There is nothing here that this file could be compared with.
    case unknown
    /// The file cannot be read, or is not what it should be.
    case failed(any Error)
  }

  /// Whether what was compared lies within the file's tolerances; a file that nobody knows passes.
  package var isGood: Bool {
    switch outcome {
    case .compared(let findings): findings.deviations.all.allSatisfy(\.isWithinTolerance)
    case .unknown: true
    case .failed: false
    }
  }

  /// Whether the disk is at fault, and not what the file holds.
  var isUnreadable: Bool {
    guard case .failed(let error) = outcome else { return false }
    return (error as? HDF5Error).map { !$0.isBadData } ?? (error is FileError)
  }
}
