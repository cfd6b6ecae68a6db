import Environments
import Models

extension HeadConfiguration {
  /// The distribution over the actions of `space`.
  public init(for space: ActionSpace) {
    switch space {
    case .discrete(let count): self = .categorical([count])
    case .box(let low, _): self = .diagonalGaussian(low.count)
    case .multiBinary(let count): self = .bernoulli(count)
    case .multiDiscrete(let counts): self = .categorical(counts)
    }
  }
}
