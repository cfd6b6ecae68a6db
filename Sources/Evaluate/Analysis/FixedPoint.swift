import Foundation
import Tensors

/// A state in which a GRU with a held input stands still, or nearly so.
package struct FixedPoint: Sendable, Equatable {
  /// Which of the held inputs it belongs to.
  package let inputIndex: Int
  /// h, [H]
  package let state: [Double]
  /// q = ½ |F(h) - h|²
  package let speed: Double
  /// From how many starts the search ended here.
  package let startCount: Int
  /// dF(h)_j / dh_i in row j and column i, [H, H].
  package let jacobian: [Double]
  /// Those of the Jacobian matrix, the largest first, [H].
  package let eigenvalues: [Eigenvalue]
  /// Whether the speed is so low that the state counts as fixed, and not only as slow.
  package let isFixed: Bool

  /// The magnitude of the largest eigenvalue.
  package var spectralRadius: Double { eigenvalues[0].magnitude }

  /// Whether states nearby come closer: every eigenvalue lies inside the unit circle. A slow point,
  /// which states pass by, is never stable.
  package var isStable: Bool { isFixed && spectralRadius < 1 }

  /// In how many directions states nearby move away. Where the speed has a minimum and is not zero, one
  /// eigenvalue is 1 but for rounding, and does not count.
  package var unstableCount: Int { eigenvalues.count { $0.magnitude > 1 + 1e-6 } }

  /// Within how many steps a distance along each eigenvector shrinks to 1/e of itself, -1 / ln |l|;
  /// below zero where it grows, and infinite where it does neither, [H].
  package var timeConstants: [Double] { eigenvalues.map { -1 / log($0.magnitude) } }
}
