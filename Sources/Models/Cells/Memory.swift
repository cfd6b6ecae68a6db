import Tensors

/// The cells of a policy that stand one above the other, with their places in its state.
package struct Memory: Sendable {
  /// From the lowest; there is at least one.
  package let cells: [any RecurrentCell]
  /// What they are called: the lowest by its kind, such as `gru`, the next `gru_1`.
  package let names: [String]
  /// The heads that read it.
  package let heads: HeadSet
  /// The columns of each cell in the policy's state.
  package let columns: [Range<Int>]

  /// - Parameters:
  ///   - prefix: of the cells' names, such as `actor_` where the critic has a memory of its own.
  ///   - start: its first column in the policy's state.
  init(
    _ type: any RecurrentCell.Type, prefix: String = "", inputs: Int, heads: HeadSet, start: Int,
    _ configuration: PolicyConfiguration, in layout: inout ParameterLayout
  ) {
    layout.heads = heads
    self.heads = heads
    var (cells, names, columns) = ([any RecurrentCell](), [String](), [Range<Int>]())
    for index in 0..<configuration.cellCount {
      let name = prefix + type.name + (index == 0 ? "" : "_\(index)")
      let cell = type.init(
        CellShape(
          name: name, inputs: cells.last?.output.count ?? inputs,
          hiddenSize: configuration.hiddenSize, configuration: configuration),
        in: &layout)
      let first = columns.last?.upperBound ?? start
      columns.append(first..<first + cell.stateSize)
      cells.append(cell)
      names.append(name)
    }
    (self.cells, self.names, self.columns) = (cells, names, columns)
  }

  private var last: any RecurrentCell { cells[cells.count - 1] }
  package var linearMaps: [LinearMap] { cells.flatMap(\.linearMaps) }
  /// How many numbers it gives.
  package var outputSize: Int { last.output.count }
  /// Those columns of the policy's state that it gives.
  package var output: Range<Int> {
    let first = columns[columns.count - 1].lowerBound
    return first + last.output.lowerBound..<first + last.output.upperBound
  }

  func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for cell in cells { cell.initialize(parameters, using: &random) }
  }

  /// What a forward pass leaves.
  package final class Cache: Sendable {
    package let cells: [any CellCache]

    package init(_ memory: Memory, rows: Int, sequences: Int, in carver: inout Carver) {
      cells = memory.cells.map { $0.makeCache(rows: rows, sequences: sequences, in: &carver) }
    }
  }

  /// What a backward pass works in.
  package final class GradientBuffers: Sendable {
    let cells: [any AnyObject & Sendable]
    /// dL/d(what each cell above the lowest reads), [R, inputs].
    let inputs: [Matrix]

    package init(_ memory: Memory, rows: Int, sequences: Int, in carver: inout Carver) {
      cells = memory.cells.map {
        $0.makeGradientBuffers(rows: rows, sequences: sequences, in: &carver)
      }
      inputs = memory.cells.dropLast().map {
        carver.matrix(rows: rows, columns: $0.output.count)
      }
    }
  }

  /// What a cell reads: x, or the outputs of the one below it.
  private func input(_ index: Int, _ x: Matrix, cache: Cache) -> Matrix {
    index == 0 ? x : output(index - 1, rows: x.rows, cache: cache)
  }

  private func output(_ index: Int, rows: Int, cache: Cache) -> Matrix {
    cells[index].output(of: cache.cells[index].states.rows(0..<rows))
  }

  /// Runs all steps of `plan`; see ``RecurrentCell``.
  ///
  /// - Parameters:
  ///   - initialState: the policy's states that enter the sequences, [n, S].
  ///   - states: where the policy's states after each step go, [R, S]; nil where nobody asks for them.
  /// - Returns: what it gives, [R, F].
  package func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    states: Matrix?, parameters: Matrix
  ) -> Matrix {
    for index in cells.indices {
      cells[index].run(
        input(index, x, cache: cache), plan: plan,
        initialState: initialState.columns(columns[index]), masks: masks,
        in: cache.cells[index], parameters: parameters)
      states?.rows(0..<x.rows).columns(columns[index]).copy(
        from: cache.cells[index].states.rows(0..<x.rows))
    }
    return result(rows: x.rows, cache: cache)
  }

  /// What the last forward pass gave, [R, F].
  func result(rows: Int, cache: Cache) -> Matrix {
    output(cells.count - 1, rows: rows, cache: cache)
  }

  /// Backpropagation through all cells and steps.
  package func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    var gradient = outputGradient
    for index in cells.indices.reversed() {
      let below = index == 0 ? xGradient : buffers.inputs[index - 1].rows(0..<x.rows)
      cells[index].differentiate(
        input(index, x, cache: cache), plan: plan, masks: masks, in: cache.cells[index],
        outputGradient: gradient, xGradient: below, buffers: buffers.cells[index],
        parameters: parameters, sink: sink)
      if let below { gradient = below }
    }
  }
}
