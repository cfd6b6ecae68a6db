import Tensors

/// A term of a loss: a weight times the sum over the rows of KL(old || new), how far the policy is from an
/// earlier one.
package struct DivergenceTerm: Sendable {
  /// What the distributions were, [R, D].
  package var descriptions: Matrix
  package var weight: Float

  package init(descriptions: Matrix, weight: Float) {
    self.descriptions = descriptions
    self.weight = weight
  }
}

extension Policy {
  /// How many numbers describe a distribution over actions, D; 0 where two cannot be compared.
  package var descriptionSize: Int { head.distribution.descriptionSize }

  /// Writes what describes the distribution of each row of `actionParameters`, [R, D].
  package func describe(_ actionParameters: Matrix, into descriptions: Matrix) {
    head.distribution.describe(actionParameters, parameters: parameters, into: descriptions)
  }

  /// Writes KL(old || new) of each row, [R, 1], the old distributions by their descriptions, [R, D].
  package func divergences(
    _ actionParameters: Matrix, from descriptions: Matrix, into divergences: Matrix
  ) {
    head.distribution.divergences(
      actionParameters, parameters: parameters, from: descriptions, into: divergences)
  }
}
