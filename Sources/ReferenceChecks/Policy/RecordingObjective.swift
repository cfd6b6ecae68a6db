import Agents
import Models
import Storage
import Tensors

/// Passes another objective on and writes down, at its place in the rollout, what each row gave.
final class RecordingObjective: Objective, @unchecked Sendable {
  private let objective: any Objective
  private let arena: Arena
  let values, logProbabilities, ratios: Matrix  // [T, N]
  /// What multiplies the gradient of the log-probability where nothing is clipped, [T, N].
  let advantages: Matrix

  init(_ objective: any Objective, steps: Int, environments: Int) {
    self.objective = objective
    (arena, (values, logProbabilities, ratios, advantages)) = Arena.carve { carver in
      (
        carver.matrix(rows: steps, columns: environments),
        carver.matrix(rows: steps, columns: environments),
        carver.matrix(rows: steps, columns: environments),
        carver.matrix(rows: steps, columns: environments)
      )
    }
  }

  var entropyCoefficient: Float { objective.entropyCoefficient }

  var divergenceCoefficient: Float? { objective.divergenceCoefficient }

  var statistics: [Statistic] { objective.statistics }

  var actorReadsValues: Bool { objective.actorReadsValues }

  func differentiateCritic(
    _ batch: MinibatchBuffers, values: Matrix, sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let sums = objective.differentiateCritic(
      batch, values: values, sampleCount: sampleCount, into: gradient)
    batch.forEachRow { row, step, environment in
      self.values[step, environment] = values[row]
    }
    return sums
  }

  func differentiateActor(
    _ batch: MinibatchBuffers, values: Matrix, logProbabilities: Matrix, entropies: Matrix,
    sampleCount: Int, into gradient: GradientWorkspace
  ) -> LossSums {
    let sums = objective.differentiateActor(
      batch, values: values, logProbabilities: logProbabilities, entropies: entropies,
      sampleCount: sampleCount, into: gradient)
    batch.forEachRow { row, step, environment in
      self.logProbabilities[step, environment] = logProbabilities[row]
      ratios[step, environment] =
        (logProbabilities[row] - batch.oldLogProbabilities[row]).exponential
      advantages[step, environment] =
        actorReadsValues ? batch.returns[row] - values[row] : batch.advantages[row]
    }
    return sums
  }
}
