/// The distribution over actions at the end of a policy.
public enum HeadConfiguration: Codable, Hashable, Sendable {
  /// One choice for each entry, with its number of categories; a single entry for a discrete action.
  case categorical([Int])
  /// So many numbers, each normal with a mean that depends on the state and a standard deviation that
  /// does not.
  case diagonalGaussian(Int)
  /// So many yes-or-no choices.
  case bernoulli(Int)

  /// The width of one stored action, A.
  public var actionSize: Int {
    switch self {
    case .categorical(let sizes): sizes.count
    case .diagonalGaussian(let size), .bernoulli(let size): size
    }
  }

  /// How many numbers the network gives for each state, P: logits or means.
  public var parameterSize: Int {
    switch self {
    case .categorical(let sizes): sizes.reduce(0, +)
    case .diagonalGaussian(let size), .bernoulli(let size): size
    }
  }
}

extension HeadConfiguration {
  /// More numbers than this describe no action.
  private static let sizes = 1...1 << 24

  /// Throws where the sizes cannot be built.
  func validate() throws(PolicyConfigurationError) {
    let sizes =
      switch self {
      case .categorical(let sizes): sizes
      case .diagonalGaussian(let size), .bernoulli(let size): [size]
      }
    var total = 0
    for size in sizes {
      guard Self.sizes.contains(size), total <= Self.sizes.upperBound else {
        total = 0
        break
      }
      total += size
    }
    guard Self.sizes.contains(total) else {
      throw PolicyConfigurationError(
        "An action of the sizes \(sizes.prefix(8)) cannot be; they are from 1 to \(Self.sizes.upperBound)."
      )
    }
  }
}
