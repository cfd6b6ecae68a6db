import Models
import Storage
import Tensors

/// The extra backward pass that gives K-FAC its factors: of the loss
///
///     -mean(log p(a)) - mean((v - target)^2),  target = v + noise held constant
///
/// with actions and targets drawn from the policy's own predictions, so that the gradients' second
/// moment is the Fisher matrix (Wu et al. 2017, section 3.1; the factor 1 of the critic's term, which
/// makes its part four times that of a normal distribution of variance 1, is the original work's).
final class FisherPass: @unchecked Sendable {
  private let sink: ParameterSink
  private let noise: any ValueNoise
  /// One for each row.
  private var streams: [RandomStream]
  private let arena: Arena
  /// Actions of the policy as it is now, [R, A]; nil where the batch holds such already.
  private let actions: Matrix?
  private let logProbabilities: Matrix  // [R, 1], of these, which nobody asks for

  /// The words that a row's stream leaves to each step.
  private static let wordsPerStep: UInt64 = 1 << 12

  /// - Parameters:
  ///   - shard: whose rows these are, at most `rows` of them.
  ///   - sums: where the sums go, in the layout's matrices; [1, count].
  init(
    policy: Policy, configuration: TrainingConfiguration, layout: KroneckerLayout,
    noise: any ValueNoise, shard: Int, rows: Int, sums: Matrix
  ) {
    self.noise = noise
    streams = (0..<rows).map {
      RandomStream(
        seed: configuration.seed, index: UInt32(truncatingIfNeeded: shard * rows + $0),
        purpose: .fisher)
    }
    let (arena, buffers) = Arena.carve { carver in
      (
        actions: configuration.learnsOnce
          ? nil : carver.matrix(rows: rows, columns: policy.actionSize),
        logProbabilities: carver.matrix(rows: rows, columns: 1),
        predecessors: carver.matrix(
          rows: rows, columns: KroneckerSums.predecessorWidth(in: layout))
      )
    }
    self.arena = arena
    (actions, logProbabilities, _) = buffers
    sink = .statistics(
      KroneckerSums(layout: layout, buffer: sums, predecessors: buffers.predecessors))
  }

  /// Runs after a forward pass over `samples` in `workspace`; `gradient` is worked in.
  ///
  /// - Parameters:
  ///   - step: the number of the optimizer's step.
  ///   - sampleCount: of the whole minibatch.
  func run(
    _ samples: PolicyBatch, of batch: MinibatchBuffers, actionParameters: Matrix, step: Int,
    sampleCount: Int, policy: Policy, in workspace: PolicyWorkspace, gradient: GradientWorkspace
  ) {
    let rows = 0..<batch.rowCount
    for row in rows { streams[row].move(to: UInt64(step) * Self.wordsPerStep) }
    var samples = samples
    if let actions {
      samples.actions = actions.rows(rows)
      policy.sample(
        actionParameters, actions: samples.actions, logProbabilities: logProbabilities.rows(rows),
        streams: &streams)
    }
    let scale = 1 / Float(sampleCount)
    let values = gradient.values.rows(rows)
    noise.fill(values, for: batch, step: step, streams: &streams)
    for row in rows { values[row] *= 2 * scale }
    gradient.logProbabilities.fill(-scale)
    policy.backward(samples, entropyGradient: 0, in: workspace, gradient: gradient, sink: sink)
  }
}
