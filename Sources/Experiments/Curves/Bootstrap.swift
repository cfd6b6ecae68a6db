import Foundation
import Tensors

/// Confidence intervals by drawing runs again, with replacement (Efron 1979): the percentiles of what
/// the draws give. The same runs give the same intervals.
package struct Bootstrap: Sendable {
  /// The ends of an interval that holds 95% of the draws.
  package struct Interval: Sendable, Equatable, Codable {
    package let low, high: Double
  }

  /// For each draw and each stratum, the indices drawn.
  private let draws: [[[Int]]]

  /// - Parameters:
  ///   - counts: how many runs there are in each stratum, which is drawn from by itself.
  ///   - drawCount: how often; 2000, as rliable does.
  package init(counts: [Int], drawCount: Int = 2000) {
    var random = RandomStream(seed: 95, purpose: .bootstrap)
    draws = (0..<drawCount).map { _ in
      counts.map { count in (0..<count).map { _ in random.integer(below: count) } }
    }
  }

  /// - Parameter statistic: of the indices drawn, a list for each stratum.
  package func interval(_ statistic: ([[Int]]) -> Double) -> Interval {
    let values = draws.map(statistic).sorted()
    return Interval(low: Self.quantile(values, 0.025), high: Self.quantile(values, 0.975))
  }

  /// On straight lines between the sorted values.
  private static func quantile(_ values: [Double], _ part: Double) -> Double {
    let place = part * Double(values.count - 1)
    let index = Int(place)
    let next = min(index + 1, values.count - 1)
    return values[index] + (place - Double(index)) * (values[next] - values[index])
  }
}

extension RandomStream.Purpose {
  fileprivate static let bootstrap = RandomStream.Purpose(rawValue: 95)
}
