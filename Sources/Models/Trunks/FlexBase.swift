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

  private let shared, actor, critic: DenseStack
  package let sharedSize, outputSize: Int

  package init(
    _ configuration: PolicyConfiguration, inputs: Int, in layout: inout ParameterLayout
  ) {
    let width = configuration.hiddenSize
    let sharedCount = configuration.resolvedSharedLayerCount
    let ownCount = configuration.resolvedLayerCount - sharedCount
    sharedSize = sharedCount == 0 ? inputs : width
    outputSize = configuration.resolvedLayerCount == 0 ? inputs : width
    let activation = configuration.activation
    layout.heads = .both
    shared = DenseStack(
      "shared", count: sharedCount, inputs: inputs, width: width, activation: activation,
      in: &layout)
    layout.heads = .actor
    actor = DenseStack(
      "actor", count: ownCount, inputs: sharedSize, width: width, activation: activation,
      in: &layout)
    layout.heads = .critic
    critic = DenseStack(
      "critic", count: ownCount, inputs: sharedSize, width: width, activation: activation,
      in: &layout)
  }

  private var stacks: [DenseStack] { [shared, actor, critic] }
  private func layers(of head: HeadSet) -> DenseStack { head == .actor ? actor : critic }
  package var linearMaps: [LinearMap] { stacks.flatMap(\.linearMaps) }
  package var sharesParameters: Bool { !shared.isEmpty }
  /// The layers that read the features.
  package var firstLayers: [Dense] {
    shared.layers.first.map { [$0] }
      ?? [actor.layers.first, critic.layers.first].compactMap { $0 }
  }

  package func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    for stack in stacks { stack.initialize(parameters, using: &random) }
  }

  /// The outputs of every layer for R rows; none of layers that passes leave out.
  package final class Cache: TrunkCache {
    fileprivate let shared, actor, critic: DenseStack.Cache

    fileprivate init(_ base: FlexBase, rows: Int, heads: HeadSet, in carver: inout Carver) {
      shared = DenseStack.Cache(base.shared, rows: rows, in: &carver)
      actor = DenseStack.Cache(
        base.actor, rows: rows, isUsed: heads.contains(.actor), in: &carver)
      critic = DenseStack.Cache(
        base.critic, rows: rows, isUsed: heads.contains(.critic), in: &carver)
    }

    package var outputs: [(name: String, output: Matrix)] {
      shared.named + actor.named + critic.named
    }

    fileprivate func outputs(of head: HeadSet) -> DenseStack.Cache {
      head == .actor ? actor : critic
    }
  }

  /// What a backward pass needs to work in.
  package final class GradientBuffers: Sendable {
    /// dL/d(output of a layer), written in turns with the gradient that a walk begins with; [R, H].
    fileprivate let spare: Matrix
    /// Room for the transposed weights of one layer, [1, largest].
    fileprivate let scratch: Matrix

    fileprivate init(_ base: FlexBase, rows: Int, in carver: inout Carver) {
      spare = carver.matrix(rows: rows, columns: base.outputSize)
      scratch = carver.matrix(rows: 1, columns: base.stacks.map(\.scratchSize).max() ?? 0)
    }
  }

  package func makeCache(rows: Int, heads: HeadSet, in carver: inout Carver) -> Cache {
    Cache(self, rows: rows, heads: heads, in: &carver)
  }

  package func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers {
    GradientBuffers(self, rows: rows, in: &carver)
  }

  package func forwardShared(_ features: Matrix, cache: Cache, parameters: Matrix) -> Matrix {
    shared.forward(features, cache: cache.shared, parameters: parameters)
  }

  package func forward(
    _ shared: Matrix, to head: HeadSet, cache: Cache, parameters: Matrix
  ) -> Matrix {
    layers(of: head).forward(shared, cache: cache.outputs(of: head), parameters: parameters)
  }

  package func output(_ shared: Matrix, to head: HeadSet, cache: Cache) -> Matrix {
    layers(of: head).output(shared, cache: cache.outputs(of: head))
  }

  package func sharedOutput(_ features: Matrix, cache: Cache) -> Matrix {
    shared.output(features, cache: cache.shared)
  }

  package func backward(
    _ shared: Matrix, from head: HeadSet, outputGradient: Matrix, sharedGradient: Matrix?,
    accumulating: Bool, cache: Cache, buffers: GradientBuffers, parameters: Matrix,
    sink: ParameterSink
  ) {
    layers(of: head).backward(
      shared, cache: cache.outputs(of: head), gradient: outputGradient, xGradient: sharedGradient,
      accumulating: accumulating, spare: buffers.spare, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
  }

  package func backwardShared(
    _ features: Matrix, sharedGradient: Matrix, featuresGradient: Matrix?, cache: Cache,
    buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink
  ) {
    shared.backward(
      features, cache: cache.shared, gradient: sharedGradient, xGradient: featuresGradient,
      accumulating: false, spare: buffers.spare, scratch: buffers.scratch,
      parameters: parameters, sink: sink)
  }
}
