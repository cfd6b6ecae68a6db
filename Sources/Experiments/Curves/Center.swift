import Foundation

/// What stands for a sample of runs.
public enum Center: String, Sendable, CaseIterable, Codable {
  case mean
  /// The interquartile mean: of the middle half, a quarter of the values left out on either side,
  /// rounded down (Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical
  /// Precipice", section 4.3). Steadier than the mean, and unlike the median it uses half the runs.
  case iqm

  /// - Precondition: there is a value.
  public func callAsFunction(_ values: [Double]) -> Double {
    switch self {
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .iqm:
      let cut = values.count / 4
      let middle = values.sorted().dropFirst(cut).dropLast(cut)
      return middle.reduce(0, +) / Double(middle.count)
    }
  }
}
