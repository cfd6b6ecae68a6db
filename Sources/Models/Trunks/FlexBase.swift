import Tensors

/// Dense layers of one width, of which actor and critic share as many as one likes.
///
///     features -> shared_0 ... -> actor_i ...  -> action head
///                              -> critic_i ... -> value
///
/// An `MLPBase` in the words of the original work is a FlexBase without a cell before it and without
/// shared layers, its recurrent form one after a GRU.
package struct FlexBase: Trunk {
  package static let name = "flex"

  package let shared: [Dense]
  package let actor: [Dense]
  package let critic: [Dense]
  package let sharedSize, outputSize: Int

  package init(
    _ configuration: PolicyConfiguration, inputs: Int, in layout: inout ParameterLayout
  ) {
    let width = configuration.hiddenSize
    let sharedCount = configuration.resolvedSharedLayerCount
    func stack(_ name: String, _ indices: Range<Int>, in layout: inout ParameterLayout) -> [Dense] {
      indices.map { index in
        Dense(
          "\(name)_\(index - indices.lowerBound)", inputs: index == 0 ? inputs : width,
          outputs: width, activation: configuration.activation, gain: Float(2).squareRoot(),
          in: &layout)
      }
    }
    layout.heads = .both
    shared = stack("shared", 0..<sharedCount, in: &layout)
    layout.heads = .actor
    actor = stack("actor", sharedCount..<configuration.layerCount, in: &layout)
    layout.heads = .critic
    critic = stack("critic", sharedCount..<configuration.layerCount, in: &layout)
    sharedSize = shared.isEmpty ? inputs : width
    outputSize = configuration.layerCount == 0 ? inputs : width
  }

  fileprivate var layers: [Dense] { shared + actor + critic }
  private func layers(of head: HeadSet) -> [Dense] { head == .actor ? actor : critic }
  package var linearMaps: [LinearMap] { layers.map(\.linearMap) }
  package var sharesParameters: Bool { !shared.isEmpty }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for layer in layers { layer.initialize(parameters, using: &random) }
  }

  /// The outputs of every layer for R rows; none of layers that passes leave out.
  package final class Cache: TrunkCache {
    let shared, actor, critic: [Matrix]  // each [R, H]

    fileprivate init(_ base: FlexBase, rows: Int, heads: HeadSet, in carver: inout Carver) {
      func outputs(_ layers: [Dense], in carver: inout Carver) -> [Matrix] {
        layers.map { carver.matrix(rows: rows, columns: $0.outputCount) }
      }
      shared = outputs(base.shared, in: &carver)
      actor = outputs(heads.contains(.actor) ? base.actor : [], in: &carver)
      critic = outputs(heads.contains(.critic) ? base.critic : [], in: &carver)
    }

    package var outputs: [(name: String, output: Matrix)] {
      func named(_ name: String, _ outputs: [Matrix]) -> [(name: String, output: Matrix)] {
        outputs.enumerated().map { ("\(name)_\($0)", $1) }
      }
      return named("shared", shared) + named("actor", actor) + named("critic", critic)
    }

    fileprivate func outputs(of head: HeadSet) -> [Matrix] { head == .actor ? actor : critic }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    /// dL/d(output of a layer), written in turns with the gradient that a walk begins with; [R, H].
    let spare: Matrix
    /// Room for the transposed weights of one layer, [1, largest].
    let scratch: Matrix

    fileprivate init(_ base: FlexBase, rows: Int, in carver: inout Carver) {
      spare = carver.matrix(rows: rows, columns: base.outputSize)
      scratch = carver.matrix(rows: 1, columns: base.layers.map(\.scratchSize).max() ?? 0)
    }
  }

  package func makeCache(rows: Int, heads: HeadSet, in carver: inout Carver) -> Cache {
    Cache(self, rows: rows, heads: heads, in: &carver)
  }

  package func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers {
    GradientBuffers(self, rows: rows, in: &carver)
  }

  package func forwardShared(_ features: Matrix, cache: Cache, parameters: Matrix) -> Matrix {
    forward(shared, features, outputs: cache.shared, parameters: parameters)
  }

  package func forward(
    _ shared: Matrix, to head: HeadSet, cache: Cache, parameters: Matrix
  ) -> Matrix {
    forward(layers(of: head), shared, outputs: cache.outputs(of: head), parameters: parameters)
  }

  package func output(_ shared: Matrix, to head: HeadSet, cache: Cache) -> Matrix {
    cache.outputs(of: head).last.map { $0.rows(0..<shared.rows) } ?? shared
  }

  package func sharedOutput(_ features: Matrix, cache: Cache) -> Matrix {
    cache.shared.last.map { $0.rows(0..<features.rows) } ?? features
  }

  package func backward(
    _ shared: Matrix, from head: HeadSet, outputGradient: Matrix, sharedGradient: Matrix?,
    accumulating: Bool, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink
  ) {
    backward(
      layers(of: head), shared, outputs: cache.outputs(of: head), gradient: outputGradient,
      xGradient: sharedGradient, accumulating: accumulating, buffers: buffers,
      parameters: parameters, sink: sink)
  }

  package func backwardShared(
    _ features: Matrix, sharedGradient: Matrix, featuresGradient: Matrix?, cache: Cache,
    buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    backward(
      shared, features, outputs: cache.shared, gradient: sharedGradient,
      xGradient: featuresGradient, accumulating: false, buffers: buffers,
      parameters: parameters, sink: sink)
  }

  /// x through `layers`, [R, inputs] -> [R, outputs]; each layer's output stays in `outputs`.
  private func forward(
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

  /// Walks `layers` down, from dL/d(their output), which is overwritten, to dL/dx. With no layers the
  /// gradient is copied there.
  private func backward(
    _ layers: [Dense], _ x: Matrix, outputs: [Matrix], gradient: Matrix, xGradient: Matrix?,
    accumulating: Bool, buffers: GradientBuffers, parameters: Matrix,
    sink: ParameterSink
  ) {
    let rows = 0..<x.rows
    var (gradient, spare) = (gradient, buffers.spare.rows(rows))
    for index in layers.indices.reversed() {
      let input = index == 0 ? x : outputs[index - 1].rows(rows)
      layers[index].backward(
        x: input, y: outputs[index].rows(rows), yGradient: gradient,
        xGradient: index == 0 ? xGradient : spare,
        accumulating: index == 0 && accumulating, scratch: buffers.scratch, parameters: parameters,
        sink: sink)
      swap(&gradient, &spare)
    }
    if layers.isEmpty, let xGradient {
      if accumulating { xGradient.add(gradient) } else { xGradient.copy(from: gradient) }
    }
  }
}
