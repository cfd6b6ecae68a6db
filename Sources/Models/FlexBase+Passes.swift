import Tensors

extension FlexBase {
  /// The outputs of every layer for R rows; none of layers that passes leave out.
  package struct Cache: Sendable {
    package let cell: (any CellCache)?
    package let shared, actor, critic: [Matrix]  // each [R, H]

    /// - Parameter sequences: 0 where only the dense layers are wanted, from given features.
    init(
      _ base: FlexBase, rows: Int, sequences: Int, heads: HeadSet, in carver: inout Carver
    ) {
      cell =
        sequences == 0
        ? nil : base.cell.map { $0.makeCache(rows: rows, sequences: sequences, in: &carver) }
      func outputs(_ layers: [Dense], in carver: inout Carver) -> [Matrix] {
        layers.map { carver.matrix(rows: rows, columns: $0.outputCount) }
      }
      shared = outputs(base.shared, in: &carver)
      actor = outputs(heads.contains(.actor) ? base.actor : [], in: &carver)
      critic = outputs(heads.contains(.critic) ? base.critic : [], in: &carver)
    }

    /// The outputs of the dense layers by the layers' names.
    package var denseOutputs: [(name: String, output: Matrix)] {
      func named(_ name: String, _ outputs: [Matrix]) -> [(name: String, output: Matrix)] {
        outputs.enumerated().map { ("\(name)_\($0)", $1) }
      }
      return named("shared", shared) + named("actor", actor) + named("critic", critic)
    }
  }

  /// What a backward pass needs to work in.
  package struct GradientBuffers: Sendable {
    let cell: (any AnyObject & Sendable)?
    /// dL/d(output of a layer), written in turns while a stack is walked down; [R, outputs].
    let first, second: Matrix
    /// dL/d(what actor and critic both read), [R, outputs].
    let trunk: Matrix
    /// Room for the transposed weights of one layer, heads included; [1, largest].
    let scratch: Matrix

    init(_ base: FlexBase, headSize: Int, rows: Int, sequences: Int, in carver: inout Carver) {
      cell = base.cell.map {
        $0.makeGradientBuffers(rows: rows, sequences: sequences, in: &carver)
      }
      first = carver.matrix(rows: rows, columns: base.outputSize)
      second = carver.matrix(rows: rows, columns: base.outputSize)
      trunk = carver.matrix(rows: rows, columns: base.outputSize)
      scratch = carver.matrix(rows: 1, columns: base.outputSize * max(base.outputSize, headSize))
    }
  }

  /// x through `layers`, [R, inputs] -> [R, outputs]; each layer's output stays in `outputs`.
  func forward(
    _ layers: [Dense], _ x: Matrix, outputs: [Matrix], parameters: Matrix
  ) -> Matrix {
    var x = x
    for index in layers.indices {
      let y = outputs[index].rows(0..<x.rows)
      layers[index].forward(x, into: y, parameters: parameters)
      x = y
    }
    return x
  }

  /// Walks `layers` down, from dL/d(their output) to dL/dx.
  ///
  /// - Parameters:
  ///   - gradient: dL/d(output), one of the two buffers; overwritten.
  ///   - xGradient: where dL/dx goes, or nil where nobody asks for it. With no layers the gradient is
  ///     copied there.
  func backward(
    _ layers: [Dense], _ x: Matrix, outputs: [Matrix], gradient: Matrix, spare: Matrix,
    xGradient: Matrix?, accumulating: Bool, scratch: Matrix, parameters: Matrix,
    sink: ParameterSink
  ) {
    var (gradient, spare) = (gradient, spare)
    for index in layers.indices.reversed() {
      let input = index == 0 ? x : outputs[index - 1].rows(0..<x.rows)
      layers[index].backward(
        x: input, y: outputs[index].rows(0..<x.rows), yGradient: gradient,
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
