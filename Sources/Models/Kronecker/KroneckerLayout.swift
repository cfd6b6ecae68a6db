import Tensors

/// How K-FAC takes a policy apart, and where the factors lie in one flat buffer.
package struct KroneckerLayout: Sendable {
  package let layers: [KroneckerLayer]
  /// All factors, in the order of the layers.
  package private(set) var factors: [KroneckerFactor] = []
  /// Of the factors, and of their eigenvectors.
  package private(set) var matrices = ParameterLayout()
  package private(set) var eigenvalues = ParameterLayout()

  /// - Parameters:
  ///   - foldsBiases: whether a bias is taken as one more row of the weight, whose input is always 1,
  ///     and not as a layer of its own.
  ///   - hasLags: whether maps over the steps of sequences have moments of successive steps, too.
  package init(of policy: Policy, foldsBiases: Bool, hasLags: Bool) {
    var (factors, matrices, eigenvalues) = (
      [KroneckerFactor](), ParameterLayout(), ParameterLayout()
    )
    func append(_ map: LinearMap, _ side: KroneckerFactor.Side, order: Int) -> KroneckerFactor {
      let name = "\(map.name)/\(side.rawValue)"
      let factor = KroneckerFactor(
        layer: map.name, side: side, places: map.places,
        matrix: matrices.appendMatrix(name, rows: order, columns: order),
        eigenvalues: eigenvalues.appendVector(name, count: order),
        lag: hasLags && map.followsTime
          ? KroneckerFactor.Lag(
            matrix: matrices.appendMatrix("\(name)_lag", rows: order, columns: order),
            correlations: eigenvalues.appendVector("\(name)_correlation", count: order)) : nil)
      factors.append(factor)
      return factor
    }
    layers = policy.linearMaps.map { map in
      KroneckerLayer(
        name: map.name, weight: map.weight, bias: map.bias,
        inputs: map.weight.map {
          append(map, .inputs, order: $0.rows + (foldsBiases && map.bias != nil ? 1 : 0))
        },
        outputs: append(map, .outputs, order: map.weight?.columns ?? map.bias?.columns ?? 0))
    }
    (self.factors, self.matrices, self.eigenvalues) = (factors, matrices, eigenvalues)
  }
}
