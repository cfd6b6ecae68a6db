/// Which states a video shows, and how many a second.
struct VideoPace: Sendable, Hashable {
  /// One state of this many is shown.
  let stride: Int
  /// How many are shown in a second.
  let rate: Double
}

extension VideoPace {
  /// The pace at which time passes as fast as it is.
  ///
  /// - Parameter stateDuration: How long a state lasts, in seconds.
  init(stateDuration: Double, greatestRate: Double) {
    // A video can neither stand still nor have no states at all.
    let rate = min(max(1 / stateDuration, 0.1), 1e6)
    // The rate of 50 a second may come as 50.000001.
    let stride = max(Int((rate / greatestRate - 1e-6).rounded(.up)), 1)
    self.init(stride: stride, rate: rate / Double(stride))
  }
}
