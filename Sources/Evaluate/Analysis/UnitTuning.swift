import Tensors

extension RandomStream.Purpose {
  /// The shifts of a shuffle control.
  fileprivate static let shuffle = RandomStream.Purpose(rawValue: 100)
}

/// How units are tuned to a binned variable, with a control: the same measure after each episode's
/// activations were shifted in time against the variable, around the episode's end, by a random number
/// of steps. That keeps how often bins are visited and how slowly units change, and destroys only the
/// relation between the two.
package struct UnitTuning: Sendable {
  package private(set) var activity: BinnedActivity
  /// The least and the largest activation of each unit, [U].
  package private(set) var lowest, highest: [Float]
  private var shuffles: [(activity: BinnedActivity, random: RandomStream)]

  package init(binCount: Int, unitCount: Int, shuffleCount: Int, seed: UInt64) {
    let empty = BinnedActivity(binCount: binCount, unitCount: unitCount)
    activity = empty
    lowest = [Float](repeating: .infinity, count: unitCount)
    highest = [Float](repeating: -.infinity, count: unitCount)
    shuffles = (0..<shuffleCount).map {
      (empty, RandomStream(seed: seed, index: UInt32($0), purpose: .shuffle))
    }
  }

  /// Adds an episode.
  ///
  /// - Parameters:
  ///   - activations: [T, U]
  ///   - bins: the bin that each step is in, [T].
  package mutating func add(_ activations: Span<Float>, bins: [Int]) {
    activity.add(activations, bins: bins)
    let unitCount = activity.unitCount
    for index in activations.indices {
      lowest[index % unitCount] = min(lowest[index % unitCount], activations[index])
      highest[index % unitCount] = max(highest[index % unitCount], activations[index])
    }
    for index in shuffles.indices {
      // An episode of a single step cannot be shifted.
      let shift = bins.count > 1 ? 1 + shuffles[index].random.integer(below: bins.count - 1) : 0
      shuffles[index].activity.add(activations, bins: bins, shift: shift)
    }
  }

  /// A unit's information and how it stands against the control.
  package struct Measure: Sendable {
    /// In bits.
    package let information: Double
    /// The control's mean and standard deviation, in bits; nil without shuffles.
    package let control: (mean: Double, standardDeviation: Double)?
    /// The information less the control's mean, in bits: what more steps would leave of it. It may be
    /// below zero; nil without shuffles.
    package var excess: Double? { control.map { information - $0.mean } }
    /// The share of the control that tells as much or more, the unit's own among it, so that it is never
    /// 0; nil without shuffles.
    package let probability: Double?
  }

  package func measure(of unit: Int) -> Measure {
    let lowest = Double(lowest[unit])
    let information = activity.information(of: unit, lowest: lowest)
    guard !shuffles.isEmpty else {
      return Measure(information: information, control: nil, probability: nil)
    }
    let controls = shuffles.map { $0.activity.information(of: unit, lowest: lowest) }
    let count = Double(controls.count)
    let mean = controls.reduce(0, +) / count
    let squares = controls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Measure(
      information: information,
      control: (mean, (squares / max(count - 1, 1)).squareRoot()),
      probability: (1 + Double(controls.count { $0 >= information })) / (1 + count))
  }
}
