import Synchronization

/// What an objective tells of every sample besides its derivatives, by its name in logs: each update
/// reports its mean over the samples, and the deviation and the ends of the minibatches' means.
///
///     extension Statistic { static let baselineError = Statistic("baseline_error") }
public struct Statistic: Sendable {
  public var name: String { columns.mean }
  /// What the log's columns of it are called.
  let columns: SummaryColumns
  /// Its place among all statistics of the program.
  let index: Int

  /// A value for each statistic, kept in place, as updates allocate nothing.
  typealias Values<Value> = InlineArray<32, Value>
  private static let names = Mutex<[String]>([])

  /// - Parameter name: as columns are called, such as `policy_loss`. Two of one name are the same.
  public init(_ name: String) {
    columns = SummaryColumns(name, mean: name)
    index = Self.names.withLock { names in
      if let index = names.firstIndex(of: name) { return index }
      let capacity = Values<Double>.count
      precondition(names.count < capacity, "at most \(capacity) statistics are kept")
      names.append(name)
      return names.count - 1
    }
  }

  public static let policyLoss = Statistic("policy_loss")
  public static let valueLoss = Statistic("value_loss")
  public static let entropy = Statistic("entropy")
  /// log(p_old / p_new): its mean estimates the divergence without bias.
  public static let negativeLogRatio = Statistic("approximate_kl_k1")
  /// ratio - 1 - log(ratio): never negative and of less variance (Schulman 2020).
  public static let ratioDivergence = Statistic("approximate_kl_k3")
  /// 1 where the ratio lies outside the clip, else 0.
  public static let clipFraction = Statistic("clip_fraction")
  /// KL(old || new), exactly, where an objective asks for it.
  public static let divergence = Statistic("kl_divergence")

  /// What every algorithm's log has, in the order of its columns; 0 where an objective does not tell it.
  public static let standard = [
    policyLoss, valueLoss, entropy, negativeLogRatio, ratioDivergence, clipFraction,
  ]
}

/// Sums over samples of what an objective tells, in double precision.
public struct LossSums: Sendable {
  /// How many samples the sums are over.
  public var samples = 0.0
  private var sums = Statistic.Values<Double>(repeating: 0)

  public init() {}

  public subscript(statistic: Statistic) -> Double {
    get { sums[statistic.index] }
    set { sums[statistic.index] = newValue }
  }

  /// Its mean over the samples.
  public func mean(_ statistic: Statistic) -> Double { self[statistic] / samples }

  static func += (left: inout LossSums, right: LossSums) {
    left.samples += right.samples
    for index in left.sums.indices { left.sums[index] += right.sums[index] }
  }

  /// An estimate of the Kullback-Leibler divergence of the old policy from the new.
  public var approximateKL: Double { mean(.ratioDivergence) }
}
