import Spaces
import Tensors

// A policy's parts can be of any type, and so can the memory that each of them works in. What is here hands
// a part its own memory back: its type is found out once a pass.

/// A part's own memory. A conditional cast to a type that only the part knows would ask the runtime at
/// every step.
private func own<Memory: AnyObject>(_ memory: AnyObject, as type: Memory.Type) -> Memory {
  precondition(Swift.type(of: memory) == type, "the memory was made by this part")
  return unsafe unsafeDowncast(memory, to: Memory.self)
}

extension ObservationEncoder {
  func run(_ observations: Observations, in cache: any EncoderCache, parameters: Matrix) -> Matrix {
    forward(observations, cache: own(cache, as: Cache.self), parameters: parameters)
  }

  func result(_ observations: Observations, in cache: any EncoderCache) -> Matrix {
    output(observations, cache: own(cache, as: Cache.self))
  }

  func differentiate(
    _ observations: Observations, outputGradient: Matrix, in cache: any EncoderCache,
    buffers: AnyObject, parameters: Matrix, sink: ParameterSink
  ) {
    backward(
      observations, outputGradient: outputGradient, cache: own(cache, as: Cache.self),
      buffers: own(buffers, as: GradientBuffers.self), parameters: parameters, sink: sink)
  }
}

extension RecurrentCell {
  func run(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix,
    in cache: any CellCache, parameters: Matrix
  ) {
    forward(
      x, plan: plan, initialState: initialState, masks: masks,
      cache: own(cache, as: Cache.self), parameters: parameters)
  }

  func differentiate(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, in cache: any CellCache,
    outputGradient: Matrix, xGradient: Matrix?, buffers: AnyObject, parameters: Matrix,
    sink: ParameterSink
  ) {
    backward(
      x, plan: plan, masks: masks, cache: own(cache, as: Cache.self),
      outputGradient: outputGradient, xGradient: xGradient,
      buffers: own(buffers, as: GradientBuffers.self), parameters: parameters, sink: sink)
  }
}

extension Trunk {
  func runShared(_ features: Matrix, in cache: any TrunkCache, parameters: Matrix) -> Matrix {
    forwardShared(features, cache: own(cache, as: Cache.self), parameters: parameters)
  }

  func run(
    _ shared: Matrix, to head: HeadSet, in cache: any TrunkCache, parameters: Matrix
  ) -> Matrix {
    forward(shared, to: head, cache: own(cache, as: Cache.self), parameters: parameters)
  }

  func sharedResult(_ features: Matrix, in cache: any TrunkCache) -> Matrix {
    sharedOutput(features, cache: own(cache, as: Cache.self))
  }

  func result(_ shared: Matrix, to head: HeadSet, in cache: any TrunkCache) -> Matrix {
    output(shared, to: head, cache: own(cache, as: Cache.self))
  }

  func differentiate(
    _ shared: Matrix, from head: HeadSet, outputGradient: Matrix, sharedGradient: Matrix?,
    accumulating: Bool, in cache: any TrunkCache, buffers: AnyObject, parameters: Matrix,
    sink: ParameterSink
  ) {
    backward(
      shared, from: head, outputGradient: outputGradient, sharedGradient: sharedGradient,
      accumulating: accumulating, cache: own(cache, as: Cache.self),
      buffers: own(buffers, as: GradientBuffers.self), parameters: parameters,
      sink: sink)
  }

  func differentiateShared(
    _ features: Matrix, sharedGradient: Matrix, featuresGradient: Matrix?,
    in cache: any TrunkCache, buffers: AnyObject, parameters: Matrix,
    sink: ParameterSink
  ) {
    backwardShared(
      features, sharedGradient: sharedGradient, featuresGradient: featuresGradient,
      cache: own(cache, as: Cache.self), buffers: own(buffers, as: GradientBuffers.self),
      parameters: parameters, sink: sink)
  }
}
