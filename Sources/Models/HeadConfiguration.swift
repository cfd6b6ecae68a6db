/// The distribution over actions at the end of a policy.
public enum HeadConfiguration: Codable, Hashable, Sendable {
  /// One choice for each entry, of so many categories; a single entry for a discrete action.
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
