/// The weight of a penalty on the divergence of the new policy from the old, which adapts from update to
/// update so that the divergence stays about a target (Schulman et al. 2017, section 4).
package struct DivergencePenalty: Sendable, Equatable {
  /// The weight, beta.
  package var coefficient: Double
  /// The mean divergence KL(old || new) that updates are to lead to; nil leaves the weight as it is.
  package let target: Double?
  private let rule: Rule

  /// How the weight follows a divergence.
  package struct Rule: Sendable, Equatable {
    /// Above this many times the target the weight is multiplied by ``increase``, below ``low`` times by
    /// ``decrease``.
    package var high = 1.5
    package var low = 1 / 1.5
    package var increase = 2.0
    package var decrease = 0.5

    /// That of the paper.
    package init() {}

    package init(high: Double, low: Double, increase: Double, decrease: Double) {
      (self.high, self.low) = (high, low)
      (self.increase, self.decrease) = (increase, decrease)
    }
  }

  /// A weight that adapts stays in here, so that none ends at 0, from where it could not come back.
  package static let range = 1e-6...1e6

  package init(coefficient: Double, target: Double?, rule: Rule = Rule()) {
    (self.coefficient, self.target, self.rule) = (coefficient, target, rule)
  }

  /// Takes note of the mean divergence that an update led to.
  package mutating func adapt(to divergence: Double) {
    guard let target else { return }
    if divergence > rule.high * target {
      coefficient = min(coefficient * rule.increase, Self.range.upperBound)
    } else if divergence < rule.low * target {
      coefficient = max(coefficient * rule.decrease, Self.range.lowerBound)
    }
  }
}
