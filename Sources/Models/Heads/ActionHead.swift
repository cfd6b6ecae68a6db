import Tensors

/// The actor's last layer together with the distribution that it parametrises. R rows: features [R, F],
/// parameters of the distribution [R, P] (logits or means), actions [R, A].
package struct ActionHead: Sendable {
  package let dense: Dense
  package let distribution: any ActionDistribution

  init(_ configuration: HeadConfiguration, inputs: Int, in layout: inout ParameterLayout) {
    let prototype = configuration.prototype
    dense = Dense(
      "action", inputs: inputs, outputs: prototype.parameterSize, activation: .identity,
      gain: prototype.gain, in: &layout)
    distribution = configuration.make(in: &layout)
  }

  var linearMaps: [LinearMap] { [dense.linearMap] + distribution.linearMaps }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    dense.initialize(parameters, using: &random)
    distribution.initialize(parameters)
  }

  func forward(_ features: Matrix, into actionParameters: Matrix, parameters: Matrix) {
    dense.forward(features, into: actionParameters, parameters: parameters)
    distribution.normalize(actionParameters)
  }
}
