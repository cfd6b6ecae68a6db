import Tensors

/// How K-FAC takes a policy apart, and where the factors lie in one flat buffer.
package struct KroneckerLayout: Sendable {
  package let layers: [KroneckerLayer]
  /// All factors, in the order of the layers.
  package private(set) var factors: [KroneckerFactor] = []
  /// Of the factors, and of their eigenvectors.
  package private(set) var matrices = ParameterLayout()
  package private(set) var eigenvalues = ParameterLayout()

  /// - Parameter foldsBiases: whether a bias is taken as one more row of the weight, whose input is
  ///   always 1, and not as a layer of its own.
  package init(of policy: Policy, foldsBiases: Bool) {
    var (factors, matrices, eigenvalues) = (
      [KroneckerFactor](), ParameterLayout(), ParameterLayout()
    )
    func append(_ layer: String, _ side: KroneckerFactor.Side, order: Int) -> KroneckerFactor {
      let name = "\(layer)/\(side.rawValue)"
      let factor = KroneckerFactor(
        layer: layer, side: side,
        matrix: matrices.appendMatrix(name, rows: order, columns: order),
        eigenvalues: eigenvalues.appendVector(name, count: order))
      factors.append(factor)
      return factor
    }
    layers = policy.linearMaps.map { map in
      KroneckerLayer(
        name: map.name, weight: map.weight, bias: map.bias,
        inputs: map.weight.map {
          append(map.name, .inputs, order: $0.rows + (foldsBiases ? 1 : 0))
        },
        outputs: append(map.name, .outputs, order: map.bias.columns))
    }
    (self.factors, self.matrices, self.eigenvalues) = (factors, matrices, eigenvalues)
  }
}

/// A weight with its bias, or a bias alone.
private struct LinearMap {
  let name: String
  let weight: ParameterLayout.Slot?
  let bias: ParameterLayout.Slot
}

extension Policy {
  /// All parameters.
  fileprivate var linearMaps: [LinearMap] {
    var maps = [LinearMap]()
    if let gru = base.gru {
      maps.append(LinearMap(name: "gru/input", weight: gru.inputWeight, bias: gru.inputBias))
      maps.append(
        LinearMap(name: "gru/recurrent", weight: gru.recurrentWeight, bias: gru.recurrentBias))
    }
    for dense in base.shared + base.actor + base.critic + [valueHead, head.dense] {
      maps.append(LinearMap(name: dense.name, weight: dense.weight, bias: dense.bias))
    }
    if let deviation = head.logStandardDeviation {
      maps.append(LinearMap(name: deviation.name, weight: nil, bias: deviation))
    }
    return maps
  }
}
