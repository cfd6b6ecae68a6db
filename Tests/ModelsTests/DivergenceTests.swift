import Foundation
import Models
import Spaces
import Tensors
import Testing

/// Divergences of distributions from earlier ones, against sums and integrals over all actions, and their
/// gradients against finite differences.
@Suite struct DivergenceTests {
  private static let heads: [HeadConfiguration] = [
    .categorical([4]), .categorical([3, 2]), .diagonalGaussian(2), .bernoulli(3),
  ]
  private static let rows = 7

  /// A policy, observations, and what the distributions were before its parameters moved.
  private final class Fixture {
    let policy: Policy
    let samples: PolicyBatch
    let workspace: PolicyWorkspace
    let arena: Arena
    let descriptions, divergences, scratch, before: Matrix
    /// The parameters when the distributions were described.
    let formerParameters: [Float]

    init(_ head: HeadConfiguration) throws {
      policy = try makePolicy(head)
      let (policy, rows) = (policy, DivergenceTests.rows)
      workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: rows)
      let (arena, buffers) = Arena.carve { carver in
        (
          observations: carver.matrix(rows: rows, columns: 5),
          actions: carver.matrix(rows: rows, columns: policy.actionSize),
          masks: carver.matrix(rows: rows, columns: 1),
          descriptions: carver.matrix(rows: rows, columns: policy.descriptionSize),
          divergences: carver.matrix(rows: rows, columns: 1),
          scratch: carver.matrix(rows: rows, columns: 1),
          before: carver.matrix(rows: rows, columns: head.parameterSize)
        )
      }
      self.arena = arena
      (descriptions, divergences) = (buffers.descriptions, buffers.divergences)
      (scratch, before) = (buffers.scratch, buffers.before)
      samples = PolicyBatch(
        plan: SequencePlan(rowCount: rows), observations: Observations(buffers.observations),
        actions: buffers.actions, masks: buffers.masks, hiddenStates: buffers.masks.rows(0..<0))
      var random = RandomStream(seed: 31, purpose: .environment)
      for index in 0..<buffers.observations.count {
        buffers.observations[index] = Float(random.normal())
      }
      formerParameters = policy.parameters.values
      before.copy(from: evaluate())
      policy.describe(before, into: descriptions)
      for index in 0..<policy.parameters.count {
        policy.parameters[index] += Float(0.2 * random.normal())
      }
    }

    func evaluate() -> Matrix {
      policy.evaluate(
        samples, logProbabilities: scratch, entropies: divergences, in: workspace
      ).actionParameters
    }

    /// The sum of the divergences.
    func value() -> Double {
      policy.divergences(evaluate(), from: descriptions, into: divergences)
      return divergences.values.reduce(0) { $0 + Double($1) }
    }

    /// The logarithms of the deviations among parameters.
    func logDeviations(_ parameters: [Float]) -> [Double] {
      let slot = policy.layout.slots.first { $0.name == "action/log_standard_deviation" }
      return slot.map { slot in
        (0..<slot.count).map { Double(parameters[slot.offset + $0]) }
      } ?? []
    }
  }

  /// KL(old || new) by what it is, the mean under the old of log(old / new).
  private func divergence(
    _ head: HeadConfiguration, _ old: [Double], _ new: [Double], _ deviations: [(Double, Double)]
  ) -> Double {
    switch head.distribution {
    case "categorical":
      zip(old, new).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
    case "bernoulli":
      zip(old, new).reduce(0) { sum, logits in
        let (q, p) = (1 / (1 + exp(-logits.0)), 1 / (1 + exp(-logits.1)))
        return sum + q * log(q / p) + (1 - q) * log((1 - q) / (1 - p))
      }
    default:
      zip(zip(old, new), deviations).reduce(0) { sum, dimension in
        let ((m, n), (t, s)) = dimension
        func log(_ x: Double, _ mean: Double, _ logDeviation: Double) -> Double {
          let z = (x - mean) * exp(-logDeviation)
          return -z * z / 2 - logDeviation - Foundation.log(2 * Double.pi) / 2
        }
        // Sums of equal steps are nearly exact for smooth integrands that vanish at both ends.
        let step = exp(t) / 50
        return sum
          + (-600...600).reduce(0.0) { integral, index in
            let x = m + Double(index) * step
            return integral + step * exp(log(x, m, t)) * (log(x, m, t) - log(x, n, s))
          }
      }
    }
  }

  @Test(arguments: heads)
  func `a divergence is the mean under the old distribution of the log ratio to the new`(
    _ head: HeadConfiguration
  ) throws {
    let fixture = try Fixture(head)
    let new = fixture.evaluate()
    _ = fixture.value()
    let deviations = zip(
      fixture.logDeviations(fixture.formerParameters),
      fixture.logDeviations(fixture.policy.parameters.values))
    for row in 0..<Self.rows {
      let expected = divergence(
        head, fixture.before.row(row).values.map(Double.init),
        new.row(row).values.map(Double.init), Array(deviations))
      #expect(expected > 1e-3)
      // Single precision, of terms of order 1.
      #expect(abs(Double(fixture.divergences[row]) - expected) < 2e-6)
    }
  }

  @Test(arguments: heads)
  func `a distribution is no distance from itself`(_ head: HeadConfiguration) throws {
    let fixture = try Fixture(head)
    fixture.policy.describe(fixture.evaluate(), into: fixture.descriptions)
    #expect(abs(fixture.value()) < 1e-5)
    #expect(fixture.policy.descriptionSize > 0)
  }

  /// The bounds are those of the other gradients, see `expectGradientsMatch`.
  @Test(arguments: heads)
  func `the gradient of a divergence is its slope, parameter by parameter`(
    _ head: HeadConfiguration
  ) throws {
    let fixture = try Fixture(head)
    let policy = fixture.policy
    let (arena, gradient) = Arena.carve { $0.matrix(rows: 1, columns: policy.layout.count) }
    defer { withExtendedLifetime(arena) {} }
    let workspace = GradientWorkspace(
      policy: policy, rows: Self.rows, sequences: Self.rows, parameters: gradient)
    _ = fixture.evaluate()
    workspace.logProbabilities.fill(0)
    workspace.values.fill(0)
    let weight: Float = 1.5
    policy.backward(
      fixture.samples, entropyGradient: 0,
      divergence: DivergenceTerm(descriptions: fixture.descriptions, weight: weight),
      in: fixture.workspace, gradient: workspace)
    for slot in policy.layout.slots where slot.heads == .actor {
      let (parameter, found) = (policy.parameter(slot), slot.view(in: gradient))
      let largest = found.values.reduce(0) { max($0, abs($1)) }
      #expect(largest > 0, "\(slot.name) has no gradient")
      for index in 0..<parameter.count {
        let value = parameter[index]
        let slopes = [Float(0.02), 0.04].map { distance in
          parameter[index] = value + distance
          let above = fixture.value()
          parameter[index] = value - distance
          let below = fixture.value()
          return (above - below) / (2 * Double(distance))
        }
        parameter[index] = value
        let slope = Float((4 * slopes[0] - slopes[1]) / 3) * weight
        #expect(abs(found[index] - slope) <= 1e-3 * largest + 2e-4, "\(slot.name)")
      }
    }
  }
}
