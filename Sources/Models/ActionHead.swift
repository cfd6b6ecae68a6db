import Tensors

/// The last layer of the actor together with the distribution that it parametrises.
///
/// All functions work on R rows: parameters [R, P] (logits or means), actions [R, A], one
/// log-probability and one entropy a row. A random stream a row makes samples independent of how rows
/// are batched.
package struct ActionHead: Sendable {
  package let configuration: HeadConfiguration
  package let dense: Dense
  let distribution: Distribution

  enum Distribution: Sendable {
    case categorical(Categorical)
    case diagonalGaussian(DiagGaussian)
    case bernoulli(Bernoulli)
  }

  init(
    _ configuration: HeadConfiguration, inputs: Int, in layout: inout ParameterLayout
  ) {
    self.configuration = configuration
    // The original's gains: nearly uniform choices at first, for Gaussian and Bernoulli as they come.
    let gain: Float =
      switch configuration {
      case .categorical: 0.01
      case .diagonalGaussian, .bernoulli: 1
      }
    dense = Dense(
      "action", inputs: inputs, outputs: configuration.parameterSize, activation: .identity,
      gain: gain, in: &layout)
    distribution =
      switch configuration {
      case .categorical(let sizes): .categorical(Categorical(sizes: sizes))
      case .diagonalGaussian(let size): .diagonalGaussian(DiagGaussian(size: size, in: &layout))
      case .bernoulli: .bernoulli(Bernoulli())
      }
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    dense.initialize(parameters, using: &random)
    gaussian?.initialize(parameters)
  }

  /// Whether the distribution wants logits turned into log-probabilities before anything else.
  private func normalize(_ actionParameters: Matrix) {
    if case .categorical(let categorical) = distribution { categorical.normalize(actionParameters) }
  }

  /// Features [R, F] to normalised distribution parameters [R, P].
  func forward(_ features: Matrix, into actionParameters: Matrix, parameters: Matrix) {
    dense.forward(features, into: actionParameters, parameters: parameters)
    normalize(actionParameters)
  }

  private var gaussian: DiagGaussian? {
    guard case .diagonalGaussian(let gaussian) = distribution else { return nil }
    return gaussian
  }

  var linearMaps: [LinearMap] {
    [dense.linearMap]
      + (logStandardDeviation.map { [LinearMap($0.name, weight: nil, bias: $0)] } ?? [])
  }

  /// The parameter that the standard deviations come from, where there is one.
  var logStandardDeviation: ParameterLayout.Slot? { gaussian?.logStandardDeviation }

  /// The standard deviation of each component of an action, the same in every state; nil where the
  /// distribution has none.
  package func standardDeviations(parameters: Matrix) -> [Float]? {
    gaussian?.standardDeviations(parameters: parameters)
  }

  /// Draws an action for each row and writes it with its log-probability.
  func sample(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    switch distribution {
    case .categorical(let head):
      head.sample(
        actionParameters, actions: actions, logProbabilities: logProbabilities, streams: &streams)
    case .diagonalGaussian(let head):
      head.sample(
        actionParameters, actions: actions, logProbabilities: logProbabilities,
        parameters: parameters, streams: &streams)
    case .bernoulli(let head):
      head.sample(
        actionParameters, actions: actions, logProbabilities: logProbabilities, streams: &streams)
    }
  }

  /// Writes the most probable action of each row.
  func mode(_ actionParameters: Matrix, actions: Matrix) {
    switch distribution {
    case .categorical(let head): head.mode(actionParameters, actions: actions)
    case .diagonalGaussian: actions.copy(from: actionParameters)
    case .bernoulli(let head): head.mode(actionParameters, actions: actions)
    }
  }

  /// Writes the log-probability of each row's action and the entropy of each row's distribution.
  func evaluate(
    _ actionParameters: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    switch distribution {
    case .categorical(let head):
      head.evaluate(
        actionParameters, actions: actions, logProbabilities: logProbabilities,
        entropies: entropies)
    case .diagonalGaussian(let head):
      head.evaluate(
        actionParameters, actions: actions, logProbabilities: logProbabilities,
        entropies: entropies, parameters: parameters)
    case .bernoulli(let head):
      head.evaluate(
        actionParameters, actions: actions, logProbabilities: logProbabilities,
        entropies: entropies)
    }
  }

  /// Writes dL/d(distribution parameters) [R, P] given dL/d(log-probability) a row and
  /// dL/d(entropy), the same for all rows; and tells `sink` of parameters outside the network.
  func backward(
    _ actionParameters: Matrix, actions: Matrix, logProbabilityGradients: Matrix,
    entropyGradient: Float, into gradient: Matrix, deviationGradients: Matrix, parameters: Matrix,
    sink: ParameterSink
  ) {
    switch distribution {
    case .categorical(let head):
      head.backward(
        actionParameters, actions: actions, logProbabilityGradients: logProbabilityGradients,
        entropyGradient: entropyGradient, into: gradient)
    case .diagonalGaussian(let head):
      head.backward(
        actionParameters, actions: actions, logProbabilityGradients: logProbabilityGradients,
        entropyGradient: entropyGradient, into: gradient, deviationGradients: deviationGradients,
        parameters: parameters, sink: sink)
    case .bernoulli(let head):
      head.backward(
        actionParameters, actions: actions, logProbabilityGradients: logProbabilityGradients,
        entropyGradient: entropyGradient, into: gradient)
    }
  }
}
