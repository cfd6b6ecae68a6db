import Dispatch
import Models
import Tensors

/// Measures cells alone: sequences forwards and backwards, without what is below and above them, beside
/// the GRU of the same size in turn.
struct CellBenchmark {
  private let cell: String
  private let size: Int

  /// Sequences and their steps: those of a minibatch of a task of moderate size.
  private static let sequences = 16
  private static let steps = 128
  /// The numbers that a cell reads.
  private static let inputs = 64

  static let all = [64, 256].flatMap { size in
    Cells.names.map { CellBenchmark(cell: $0, size: size) }
  }

  var name: String { "\(cell) \(size)" }

  func measure(_ effort: Effort) throws -> CellBenchmarkResult {
    let (own, other) = (
      try CellPass(cell, size: size, inputs: Self.inputs, Self.sequences, Self.steps),
      try CellPass("gru", size: size, inputs: Self.inputs, Self.sequences, Self.steps)
    )
    var (times, ratios) = ([Double](), [Double]())
    _ = (own.time(seconds: effort.seconds / 10), other.time(seconds: effort.seconds / 10))
    for _ in 0..<effort.repeats {
      let (time, otherTime) = (
        own.time(seconds: effort.seconds), other.time(seconds: effort.seconds)
      )
      times.append(time * 1e9 / Double(Self.sequences * Self.steps))
      ratios.append(otherTime / time)
    }
    return CellBenchmarkResult(
      cell: cell, hiddenSize: size, nanosecondsPerStep: Spread(times),
      timesAsFastAsGRU: Spread(ratios))
  }
}

/// What was measured of a cell.
struct CellBenchmarkResult: Encodable {
  let cell: String
  let hiddenSize: Int
  /// Of one step of one sequence, forwards and backwards.
  let nanosecondsPerStep: Spread
  let timesAsFastAsGRU: Spread
}

/// A cell with sequences to go through.
private final class CellPass {
  private let policy: Policy
  private let memory: Memory
  private let cache: Memory.Cache
  private let buffers: Memory.GradientBuffers
  private let plan: SequencePlan
  private let arena: Arena
  private let x, initialState, masks, outputGradient, xGradient, gradient: Matrix

  init(_ cell: String, size: Int, inputs: Int, _ sequences: Int, _ steps: Int) throws {
    var configuration = PolicyConfiguration()
    (configuration.isRecurrent, configuration.cell) = (true, cell)
    (configuration.hiddenSize, configuration.layerCount) = (size, 0)
    let policy = try Policy(configuration, observationSize: inputs, head: .categorical([2]))
    var random = RandomStream(seed: 1, purpose: .initialization)
    policy.initialize(using: &random)
    let memory = policy.memories[0]
    let rows = sequences * steps
    var plan = SequencePlan(maximumSteps: steps)
    for _ in 0..<steps { plan.appendStep(rowCount: sequences) }
    let (arena, layout) = Arena.carve { carver in
      (
        cache: Memory.Cache(memory, rows: rows, sequences: sequences, in: &carver),
        buffers: Memory.GradientBuffers(memory, rows: rows, sequences: sequences, in: &carver),
        x: carver.matrix(rows: rows, columns: inputs),
        initialState: carver.matrix(rows: sequences, columns: policy.hiddenStateSize),
        masks: carver.matrix(rows: rows, columns: 1),
        outputGradient: carver.matrix(rows: rows, columns: memory.outputSize),
        xGradient: carver.matrix(rows: rows, columns: inputs),
        gradient: carver.matrix(rows: 1, columns: policy.layout.count)
      )
    }
    (self.policy, self.memory, self.plan, self.arena) = (policy, memory, plan, arena)
    (cache, buffers, x) = (layout.cache, layout.buffers, layout.x)
    (initialState, masks) = (layout.initialState, layout.masks)
    (outputGradient, xGradient) = (layout.outputGradient, layout.xGradient)
    gradient = layout.gradient
    for index in 0..<x.count { x[index] = Float(random.normal()) }
    masks.fill(1)
  }

  private func run() {
    _ = memory.forward(
      x, plan: plan, initialState: initialState, masks: masks, cache: cache, states: nil,
      parameters: policy.parameters)
    outputGradient.fill(0.01)
    memory.backward(
      x, plan: plan, masks: masks, cache: cache, outputGradient: outputGradient,
      xGradient: xGradient, buffers: buffers, parameters: policy.parameters,
      sink: .gradients(gradient))
  }

  /// Seconds of a pass, the mean over at least that time.
  func time(seconds: Double) -> Double {
    let began = DispatchTime.now().uptimeNanoseconds
    var (count, elapsed) = (0.0, 0.0)
    repeat {
      run()
      count += 1
      elapsed = Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
    } while elapsed < seconds
    return elapsed / count
  }
}
