import Agents
import Storage
import Tensors

/// The noise that a reference was made with, update by update.
struct RecordedNoise: ValueNoise {
  private let values: [Double]  // [updates, T, N]
  private let steps, environments: Int

  init(_ data: ReferenceCase, updates: Int, steps: Int, environments: Int) throws {
    values = try data.read("value_noise", shape: [updates, steps, environments])
    self.steps = steps
    self.environments = environments
  }

  func fill(
    _ noise: Matrix, for batch: MinibatchBuffers, step update: Int, streams: inout [RandomStream]
  ) {
    batch.forEachRow { row, step, environment in
      noise[row] = Float(values[(update * steps + step) * environments + environment])
    }
  }
}
