import Models
import Settings
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

  private func updateMean(of factor: KroneckerFactor) {
    // The gradients are those of a mean over B samples; a single sample's is B times as large.
    let scale =
      factor.side == .inputs
      ? 1 / Double(sampleCount) : Double(sampleCount) / Double(factor.places)
    updateMean(of: factor.matrix, scale: scale)
    // The first step of a sequence has no predecessor.
    let (all, later) = (Double(sequenceLength), Double(sequenceLength - 1))
    if let lag = factor.lag { updateMean(of: lag.matrix, scale: scale * all / later) }
  }

  /// m <- decay m + (1 - decay) times the new mean, which is all there is at first.
  private func updateMean(of slot: ParameterLayout.Slot, scale: Double) {
    let range = slot.offset..<slot.offset + slot.count
    parts.sumParts(columns: range, into: sums)
    let decay = step == 0 ? 0 : configuration.decay
    factors.columns(range).blend(
      sums.columns(range), keep: Float(decay), take: Float((1 - decay) * scale))
  }

  /// Brings a layer's correlations of successive steps up to date, after its factors.
  func correlate(layer index: Int) {
    guard let correlations = correlations[index] else { return }
    let layer = layout.layers[index]
    guard let inputs = layer.inputs else { return }
    // Each factor is damped in proportion to its size (Martens and Grosse 2015, section 6.3).
    let ratio = (meanEigenvalue(of: inputs) / meanEigenvalue(of: layer.outputs)).squareRoot()
    let root = damping.squareRoot()
    correlate(inputs, damping: root * ratio, correlations.inputs)
    correlate(layer.outputs, damping: root / ratio, correlations.outputs)
  }

  private func correlate(
    _ factor: KroneckerFactor, damping: Float, _ decomposition: CorrelationDecomposition
  ) {
    guard let lag = factor.lag else { return }
    decomposition.run(
      moment: lag.matrix.view(in: factors), eigenvectors: factor.matrix.view(in: bases),
      eigenvalues: factor.eigenvalues.view(in: eigenvalues), damping: damping,
      basis: lag.matrix.view(in: bases), correlations: lag.correlations.view(in: eigenvalues))
  }

  /// At least 1e-6, so that it can be divided by.
  private func meanEigenvalue(of factor: KroneckerFactor) -> Float {
    let values = factor.eigenvalues.view(in: eigenvalues)
    var sum: Float = 0
    for index in 0..<factor.order { sum += values[index] }
    return max(sum / Float(factor.order), Float(FactorDecomposition.threshold))
  }

  func checkCorrelations() throws(TrainingError) {
    for (layer, correlations) in zip(layout.layers, correlations) {
      guard let failure = correlations?.failure else { continue }
      throw refusal(
        of: step, "the correlation of successive steps in \(layer.name) \(describe(failure))")
    }
  }

  func checkFactors() throws(TrainingError) {
    guard isDecomposed else { return }
    for (factor, decomposition) in zip(layout.factors, decompositions) {
      guard let failure = decomposition.failure else { continue }
      let reason =
        switch failure {
        case .unsolved(let error): describe(error)
        case .notPositive(let smallest, let largest):
          "is not positive: its eigenvalues reach from \(smallest) to \(largest)"
        }
      throw refusal(
        of: step, "the factor of the \(factor.side.rawValue) of \(factor.layer) \(reason)")
    }
  }

  /// What is wrong with a matrix that could not be decomposed.
  private func describe(_ error: LinearAlgebraError) -> String {
    error == .notFinite
      ? "holds a value that is infinite or not a number"
      : "could not be decomposed: LAPACK did not converge"
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
      rewards or observations may be too large (\(setting: "normalization.rewards"), \
      \(setting: "normalization.rewardScale")), the learning rate or the trust region too wide \
      (\(setting: "learning.learningRate"), \(setting: "learning.optimizer.kfac.klClip")), or the damping \
      too small (\(setting: "learning.optimizer.kfac.damping")).
      """)
  }
}
