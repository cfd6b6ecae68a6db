import Models
import Tensors

extension KFAC {
  /// Takes the samples of a factor into its running mean and, where it is time, decomposes it.
  func refresh(factor index: Int) {
    let factor = layout.factors[index]
    if isSampled { updateMean(of: factor) }
    if isDecomposed {
      decompositions[index].run(
        factor.matrix.view(in: factors), vectors: factor.matrix.view(in: bases),
        values: factor.eigenvalues.view(in: eigenvalues))
    }
  }

  /// m <- decay m + (1 - decay) times the new mean, which is all there is at first.
  private func updateMean(of factor: KroneckerFactor) {
    let range = factor.matrix.offset..<factor.matrix.offset + factor.matrix.count
    parts.sumParts(columns: range, into: sums)
    let decay = step == 0 ? 0 : configuration.decay
    // The gradients are those of a mean over B samples; a single sample's is B times as large.
    let scale = factor.side == .inputs ? 1 / Double(sampleCount) : Double(sampleCount)
    factors.columns(range).blend(
      sums.columns(range), keep: Float(decay), take: Float((1 - decay) * scale))
  }

  func checkFactors() throws(TrainingError) {
    guard isDecomposed else { return }
    for (factor, decomposition) in zip(layout.factors, decompositions) {
      guard let failure = decomposition.failure else { continue }
      let reason =
        switch failure {
        case .unsolved(.notFinite): "holds a value that is infinite or not a number"
        case .unsolved: "could not be decomposed: LAPACK did not converge"
        case .notPositive(let smallest, let largest):
          "is not positive: its eigenvalues reach from \(smallest) to \(largest)"
        }
      throw refusal(
        of: step, "the factor of the \(factor.side.rawValue) of \(factor.layer) \(reason)")
    }
  }

  /// The greatest ratio of a factor's eigenvalues, among those of one side; 1e-6 is the least that
  /// counts.
  func conditionNumber(_ side: KroneckerFactor.Side) -> Double {
    var greatest = 1.0
    for factor in layout.factors where factor.side == side {
      let values = factor.eigenvalues.view(in: eigenvalues)
      let least = max(Double(values[0]), FactorDecomposition.threshold)
      greatest = max(greatest, Double(values[factor.order - 1]) / least)
    }
    return greatest
  }

  func refusal(of step: Int, _ reason: String) -> TrainingError {
    TrainingError(
      """
      K-FAC's step \(step + 1) was refused: \(reason). The parameters are those before the step. The \
      rewards or observations may be too large (--normalize-rewards, --reward-scale), the learning rate \
      or the trust region too wide (--lr, --kl-clip), or the damping too small (--kfac-damping).
      """)
  }
}
