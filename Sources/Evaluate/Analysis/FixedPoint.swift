import Foundation
import Tensors

/// A state in which a GRU with a held input stands still, or nearly so.
public struct FixedPoint: Sendable, Equatable {
  /// What becomes of states near a point.
  public enum Kind: String, Sendable, CaseIterable {
    /// They come closer: the magnitude of every eigenvalue is below 1.
    case stable
    /// They come closer in no time that matters: that of the largest eigenvalue is 1, within
    /// ``FixedPoint/margin``.
    case marginal
    /// They move away in some direction.
    case unstable
    /// The point itself moves, too slowly to be dropped.
    case slow
  }

  /// Which of the held inputs it belongs to.
  public let inputIndex: Int
  /// h, [H]
  public let state: [Double]
  /// q = ½ |F(h) - h|²
  public let speed: Double
  /// From how many starts the search ended here.
  public let startCount: Int
  /// dF(h)_j / dh_i in row j and column i, [H, H].
  public let jacobian: [Double]
  /// Those of the Jacobian matrix, the largest first, [H].
  public let eigenvalues: [Eigenvalue]
  /// Whether the speed is so low that the state counts as fixed, and not only as slow.
  public let isFixed: Bool

  /// An eigenvalue counts as one of magnitude 1 within this distance, in which four decimals show it as
  /// 1.0000 or a neighbour. A distance along it takes ten thousand steps or more to change by a factor
  /// of e, and a point is seldom known so well that more could be said.
  public static let margin = 1e-4

  /// The magnitude of the largest eigenvalue.
  public var spectralRadius: Double { eigenvalues[0].magnitude }

  public var kind: Kind {
    if !isFixed { return .slow }
    if unstableCount > 0 { return .unstable }
    return marginalCount > 0 ? .marginal : .stable
  }

  /// Whether states nearby come closer. A slow point, which states pass by, is never stable.
  public var isStable: Bool { kind == .stable }

  /// In how many directions states nearby move away: eigenvalues whose magnitude is above 1 by more than
  /// the margin.
  public var unstableCount: Int { eigenvalues.count { $0.magnitude > 1 + Self.margin } }

  /// In how many directions states nearby neither come closer nor move away, within the margin. Where the
  /// speed has a minimum and is not zero, there is one at least.
  public var marginalCount: Int {
    eigenvalues.count { abs($0.magnitude - 1) <= Self.margin }
  }

  /// Within how many steps a distance along each eigenvector shrinks to 1/e of itself, -1 / ln |l|, [H].
  /// Nil where that means nothing: where the distance does not shrink, or is gone within a step.
  public var timeConstants: [Double?] {
    eigenvalues.map { value in
      let magnitude = value.magnitude
      guard magnitude < 1 - Self.margin, magnitude > Self.leastMagnitude else { return nil }
      return -1 / log(magnitude)
    }
  }

  /// Eigenvalues below this one are 0 but for rounding.
  private static let leastMagnitude = 1e-6
}
