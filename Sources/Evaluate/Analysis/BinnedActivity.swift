import Foundation

/// How active units are on average in each bin of a variable, such as a place or a heading.
package struct BinnedActivity: Sendable, Equatable {
  /// U
  package let unitCount: Int
  /// How often each bin was visited.
  package private(set) var visits: [Int]
  private var sums: [Double]  // [bins, U]

  package init(binCount: Int, unitCount: Int) {
    self.unitCount = unitCount
    visits = [Int](repeating: 0, count: binCount)
    sums = [Double](repeating: 0, count: binCount * unitCount)
  }

  package var binCount: Int { visits.count }

  /// Adds an episode: the activations, [T, U], of step t to the bin of step (t + shift) mod T.
  package mutating func add(_ activations: Span<Float>, bins: [Int], shift: Int = 0) {
    precondition(activations.count == bins.count * unitCount, "a row of activations for each bin")
    for row in bins.indices {
      let shifted = row + shift
      let bin = bins[shifted < bins.count ? shifted : shifted - bins.count]
      visits[bin] += 1
      for unit in 0..<unitCount {
        sums[bin * unitCount + unit] += Double(activations[row * unitCount + unit])
      }
    }
  }

  /// A unit's mean activation in each bin; nil where nobody was, [bins].
  package func means(of unit: Int) -> [Double?] {
    visits.indices.map { bin in
      visits[bin] == 0 ? nil : sums[bin * unitCount + unit] / Double(visits[bin])
    }
  }

  /// What a unit's activity tells about the bin, in bits: sum over bins of p (r / R) log2(r / R), with p
  /// the share of visits, r the mean rate in the bin and R that over all (Skaggs et al. 1993).
  ///
  /// The measure is for rates, which are never negative. Here a rate is the activation less the unit's
  /// `lowest` one: 0 where the unit is as low as it gets. A unit that never changes has no information.
  package func information(of unit: Int, lowest: Double) -> Double {
    let total = Double(visits.reduce(0, +))
    let rates = means(of: unit).map { max(($0 ?? lowest) - lowest, 0) }
    let meanRate = zip(rates, visits).reduce(0) { $0 + $1.0 * Double($1.1) } / max(total, 1)
    guard meanRate > 0 else { return 0 }
    return zip(rates, visits).reduce(0) { sum, bin in
      let ratio = bin.0 / meanRate
      return ratio > 0 ? sum + Double(bin.1) / total * ratio * log2(ratio) : sum
    }
  }
}
