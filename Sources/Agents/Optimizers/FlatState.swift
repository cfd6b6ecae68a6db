import Tensors

/// Something that an algorithm keeps between its steps: a flat buffer and what lies where in it.
package struct FlatState {
  /// Its name in a checkpoint.
  package let name: String
  package let values: Matrix  // [1, layout.count]
  package let layout: ParameterLayout
}
