import Tensors

/// The body of a policy: an optional GRU, dense layers that actor and critic share, and layers of
/// their own.
///
///     observation -> [GRU] -> shared_0 ... -> actor_i ...  -> action head
///                                          -> critic_i ... -> value
///
/// An `MLPBase` in the words of the original work is a FlexBase without GRU and shared layers, its
/// recurrent form one with a GRU.
package struct FlexBase: Sendable {
  package let gru: GRU?
  package let shared: [Dense]
  package let actor: [Dense]
  package let critic: [Dense]
  package let observationSize: Int
  package let hiddenSize: Int

  init(
    _ configuration: PolicyConfiguration, observationSize: Int, in layout: inout ParameterLayout
  ) {
    self.observationSize = observationSize
    let width = configuration.hiddenSize
    hiddenSize = width
    gru =
      configuration.isRecurrent
      ? GRU(inputs: observationSize, hiddenSize: configuration.hiddenSize, in: &layout) : nil
    let sharedCount = configuration.resolvedSharedLayerCount
    let inputs = configuration.isRecurrent ? configuration.hiddenSize : observationSize
    func stack(_ name: String, _ indices: Range<Int>, in layout: inout ParameterLayout) -> [Dense] {
      indices.map { index in
        Dense(
          "\(name)_\(index - indices.lowerBound)", inputs: index == 0 ? inputs : width,
          outputs: width, activation: configuration.activation, gain: Float(2).squareRoot(),
          in: &layout)
      }
    }
    shared = stack("shared", 0..<sharedCount, in: &layout)
    actor = stack("actor", sharedCount..<configuration.layerCount, in: &layout)
    critic = stack("critic", sharedCount..<configuration.layerCount, in: &layout)
  }

  /// The width of what the dense layers get: H after a GRU, else O.
  package var trunkInputSize: Int { gru == nil ? observationSize : hiddenSize }
  /// The width of what the heads get.
  var outputSize: Int {
    shared.isEmpty && actor.isEmpty ? trunkInputSize : hiddenSize
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    gru?.initialize(parameters, using: &random)
    for layer in shared + actor + critic { layer.initialize(parameters, using: &random) }
  }
}
