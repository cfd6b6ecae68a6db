/// Two groups of runs of one environment, compared by what they reached.
package struct RunComparison: Sendable, Codable {
  package struct Group: Sendable, Codable {
    package let runs: Int
    package let mean, iqm, median, minimum, maximum: Double
    /// With n - 1 in the denominator; nil for a single run.
    package let standardDeviation: Double?
    /// 95% bootstrap intervals of the mean and the interquartile mean; nil for a single run.
    package let meanInterval, iqmInterval: Bootstrap.Interval?

    enum CodingKeys: String, CodingKey {
      case runs, mean, iqm, median, minimum, maximum
      case standardDeviation = "standard_deviation"
      case meanInterval = "mean_interval"
      case iqmInterval = "iqm_interval"
    }

    init(_ values: [Double]) {
      let count = values.count
      let sorted = values.sorted()
      let mean = Center.mean(values)
      runs = count
      self.mean = mean
      iqm = Center.iqm(values)
      median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
      (minimum, maximum) = (sorted[0], sorted[count - 1])
      guard count > 1 else {
        (standardDeviation, meanInterval, iqmInterval) = (nil, nil, nil)
        return
      }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      standardDeviation = (squares / Double(count - 1)).squareRoot()
      let bootstrap = Bootstrap(counts: [count])
      meanInterval = bootstrap.interval { draws in Center.mean(draws[0].map { values[$0] }) }
      iqmInterval = bootstrap.interval { draws in Center.iqm(draws[0].map { values[$0] }) }
    }
  }

  package let first, second: Group
  /// How probable it is that a run of the first group is better than one of the second, ties counting
  /// half: the Mann-Whitney statistic divided by the number of pairs (Agarwal et al. 2021).
  package let probabilityOfImprovement: Double
  /// Its 95% bootstrap interval; nil where both groups are single runs.
  package let probabilityInterval: Bootstrap.Interval?

  enum CodingKeys: String, CodingKey {
    case first, second
    case probabilityOfImprovement = "probability_of_improvement"
    case probabilityInterval = "probability_interval"
  }

  /// - Precondition: neither group is empty.
  package init(_ first: [Double], _ second: [Double]) {
    self.first = Group(first)
    self.second = Group(second)
    let wins = first.map { one in second.map { one > $0 ? 1 : one == $0 ? 0.5 : 0 } }
    func probability(_ rows: some Collection<Int>, _ columns: some Collection<Int>) -> Double {
      let sum = rows.reduce(0.0) { sum, row in columns.reduce(sum) { $0 + wins[row][$1] } }
      return sum / Double(rows.count * columns.count)
    }
    probabilityOfImprovement = probability(first.indices, second.indices)
    probabilityInterval =
      first.count * second.count > 1
      ? Bootstrap(counts: [first.count, second.count]).interval { probability($0[0], $0[1]) } : nil
  }
}
