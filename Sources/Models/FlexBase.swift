import Tensors

/// The body of a policy: an optional recurrent cell, dense layers that actor and critic share, and layers of
/// their own.
///
///     observation -> [cell] -> shared_0 ... -> actor_i ...  -> action head
///                                           -> critic_i ... -> value
///
/// An `MLPBase` in the words of the original work is a FlexBase without cell and shared layers, its
/// recurrent form one with a GRU.
package struct FlexBase: Sendable {
  package let cell: (any RecurrentCell)?
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
    layout.heads = .both
    cell = configuration.cellType?.init(inputs: observationSize, hiddenSize: width, in: &layout)
    let sharedCount = configuration.resolvedSharedLayerCount
    let inputs = cell?.output.count ?? observationSize
    func stack(_ name: String, _ indices: Range<Int>, in layout: inout ParameterLayout) -> [Dense] {
      indices.map { index in
        Dense(
          "\(name)_\(index - indices.lowerBound)", inputs: index == 0 ? inputs : width,
          outputs: width, activation: configuration.activation, gain: Float(2).squareRoot(),
          in: &layout)
      }
    }
    shared = stack("shared", 0..<sharedCount, in: &layout)
    layout.heads = .actor
    actor = stack("actor", sharedCount..<configuration.layerCount, in: &layout)
    layout.heads = .critic
    critic = stack("critic", sharedCount..<configuration.layerCount, in: &layout)
  }

  /// The width of what the dense layers get: that of a cell's output, else O.
  package var trunkInputSize: Int { cell?.output.count ?? observationSize }
  /// What K-FAC sees of it.
  var linearMaps: [LinearMap] {
    (cell?.linearMaps ?? []) + (shared + actor + critic).map(\.linearMap)
  }
  /// The width of what the heads get.
  var outputSize: Int {
    shared.isEmpty && actor.isEmpty ? trunkInputSize : hiddenSize
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    cell?.initialize(parameters, using: &random)
    for layer in shared + actor + critic { layer.initialize(parameters, using: &random) }
  }
}
