import Models
import Tensors

/// What one layer's direction is worked out in: its gradients, the bias's below the weight's, as one
/// matrix [rows, out].
struct KFACLayerWorkspace: Sendable {
  let gradient, first, second: Matrix  // [rows, out]
  let transposedBasis: Matrix  // [out, out]
  /// The eigenvalue of the factor 1.
  let one: Matrix  // [1, 1]

  init(_ layer: KroneckerLayer, in carver: inout Carver) {
    gradient = carver.matrix(rows: layer.rows, columns: layer.columns)
    first = carver.matrix(rows: layer.rows, columns: layer.columns)
    second = carver.matrix(rows: layer.rows, columns: layer.columns)
    transposedBasis = carver.matrix(rows: layer.columns, columns: layer.columns)
    one = carver.matrix(rows: 1, columns: 1)
  }
}
