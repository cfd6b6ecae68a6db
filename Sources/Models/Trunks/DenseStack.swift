import Tensors

/// Dense layers of one width, one after another.
package struct DenseStack: Sendable {
  let layers: [Dense]

  /// Appends `count` layers, `name_0` and so on, to `layout`.
  init(
    _ name: String, count: Int, inputs: Int, width: Int, activation: Activation,
    in layout: inout ParameterLayout
  ) {
    layers = (0..<count).map { index in
      Dense(
        "\(name)_\(index)", inputs: index == 0 ? inputs : width, outputs: width,
        activation: activation, gain: Float(2).squareRoot(), in: &layout)
    }
  }

  var isEmpty: Bool { layers.isEmpty }
  var linearMaps: [LinearMap] { layers.map(\.linearMap) }
  /// How many numbers a backward pass needs as scratch.
  var scratchSize: Int { layers.map(\.scratchSize).max() ?? 0 }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for layer in layers { layer.initialize(parameters, using: &random) }
  }

  /// The outputs of every layer for R rows, each [R, width].
  package struct Cache: Sendable {
    let outputs: [Matrix]
    let named: [(name: String, output: Matrix)]

    /// - Parameter isUsed: otherwise there is room for nothing.
    init(_ stack: DenseStack, rows: Int, isUsed: Bool = true, in carver: inout Carver) {
      named = (isUsed ? stack.layers : []).map {
        ($0.name, carver.matrix(rows: rows, columns: $0.outputCount))
      }
      outputs = named.map(\.output)
    }
  }

  /// x [R, inputs] to the last layer's output; to x itself without layers.
  func forward(_ x: Matrix, cache: Cache, parameters: Matrix) -> Matrix {
    var x = x
    for index in layers.indices {
      let y = cache.outputs[index].rows(0..<x.rows)
      layers[index].forward(x, into: y, parameters: parameters)
      x = y
    }
    return x
  }

  /// What the last forward pass gave.
  func output(_ x: Matrix, cache: Cache) -> Matrix {
    cache.outputs.last.map { $0.rows(0..<x.rows) } ?? x
  }

  /// Walks the layers down, from dL/d(output) to dL/dx.
  ///
  /// - Parameters:
  ///   - gradient: dL/d(output), which is overwritten.
  ///   - xGradient: where dL/dx goes, or nil where nobody asks for it. Without layers the gradient is
  ///     copied there.
  ///   - accumulating: whether it is added to what is there.
  ///   - spare: room for another gradient of an output, [R, width].
  func backward(
    _ x: Matrix, cache: Cache, gradient: Matrix, xGradient: Matrix?, accumulating: Bool,
    spare: Matrix, scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    let rows = 0..<x.rows
    var (gradient, spare) = (gradient, spare.rows(rows))
    for index in layers.indices.reversed() {
      let input = index == 0 ? x : cache.outputs[index - 1].rows(rows)
      layers[index].backward(
        x: input, y: cache.outputs[index].rows(rows), yGradient: gradient,
        xGradient: index == 0 ? xGradient : spare,
        accumulating: index == 0 && accumulating, scratch: scratch, parameters: parameters,
        sink: sink)
      swap(&gradient, &spare)
    }
    if layers.isEmpty, let xGradient {
      if accumulating { xGradient.add(gradient) } else { xGradient.copy(from: gradient) }
    }
  }
}
