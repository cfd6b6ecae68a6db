import Agents
import Models
import Tensors
import Testing

@Suite struct DecayingCorrelationTests {
  private static let steps = 6

  /// A small square matrix in double precision.
  private struct Square {
    var rows: [[Double]]
    var order: Int { rows.count }

    static func identity(_ order: Int) -> Square {
      Square(rows: (0..<order).map { row in (0..<order).map { $0 == row ? 1 : 0 } })
    }

    /// The matrix's symmetric part.
    init(symmetric matrix: Matrix) {
      rows = (0..<matrix.rows).map { row in
        (0..<matrix.columns).map {
          (Double(matrix[row, $0]) + Double(matrix[$0, row])) / 2
        }
      }
    }

    init(rows: [[Double]]) { self.rows = rows }

    var trace: Double { rows.indices.reduce(0) { $0 + rows[$1][$1] } }

    static func * (left: Square, right: Square) -> Square {
      Square(
        rows: left.rows.map { row in
          right.rows.indices.map { column in
            row.indices.reduce(0) { $0 + row[$1] * right.rows[$1][column] }
          }
        })
    }

    func damped(by damping: Double) -> Square {
      var result = self
      for index in rows.indices { result.rows[index][index] += damping }
      return result
    }

    /// By Gauss and Jordan's elimination, of a positive definite matrix.
    var inverse: Square {
      var (left, right) = (rows, Square.identity(order).rows)
      for pivot in rows.indices {
        let value = left[pivot][pivot]
        left[pivot] = left[pivot].map { $0 / value }
        right[pivot] = right[pivot].map { $0 / value }
        for row in rows.indices where row != pivot {
          let factor = left[row][pivot]
          left[row] = zip(left[row], left[pivot]).map { $0 - factor * $1 }
          right[row] = zip(right[row], right[pivot]).map { $0 - factor * $1 }
        }
      }
      return Square(rows: right)
    }
  }

  /// What a factor of a process has to do with its own values d steps before: Ψ^d times the damped
  /// factor, with Ψ the moment of successive steps times the damped factor's inverse.
  private func covariances(_ factor: Square, lag: Square, damping: Double) -> [Square] {
    let damped = factor.damped(by: damping)
    let transition = lag * damped.inverse
    var covariances = [damped]
    for _ in 1..<Self.steps { covariances.append(transition * covariances.last!) }
    return covariances
  }

  @Test(arguments: [KFACConfiguration.Bias.split, .folded])
  func `the curvature of whole sequences times the direction is the gradient`(
    bias: KFACConfiguration.Bias
  ) throws {
    let setup = try CurvatureSetup(
      steps: Self.steps, environments: 8, isRecurrent: true, hiddenSize: 3
    ) {
      $0.learning.optimizer.kfac?.bias = bias
      $0.learning.optimizer.kfac?.recurrence = .decaying
    }
    _ = setup.learner.differentiate(minibatch: 0)
    _ = try setup.learner.step(learningRateScale: 0)
    let kfac = setup.kfac
    func square(_ slot: ParameterLayout.Slot) -> Square {
      Square(symmetric: slot.view(in: kfac.factors))
    }

    for name in ["gru/input", "gru/recurrent"] {
      let layer = try #require(kfac.layout.layers.first { $0.name == name })
      let (inputs, weight) = (try #require(layer.inputs), try #require(layer.weight))
      let ownBias = try #require(layer.bias)
      let (a, g) = (square(inputs.matrix), square(layer.outputs.matrix))
      let ratio = ((a.trace / Double(a.order)) / (g.trace / Double(g.order))).squareRoot()
      let damping = kfacDamping.squareRoot()
      var ofInputs = covariances(
        a, lag: square(try #require(inputs.lag).matrix), damping: damping * ratio)
      let ofOutputs = covariances(
        g, lag: square(try #require(layer.outputs.lag).matrix), damping: damping / ratio)
      func rows(_ buffer: Matrix) -> [[Double]] {
        (0..<weight.rows).map { weight.view(in: buffer).row($0).values.map(Double.init) }
          + [ownBias.view(in: buffer).values.map(Double.init)]
      }
      if bias == .split {
        // A bias of its own has an input that is always 1.
        ofInputs = ofInputs.map { matrix in
          Square(
            rows: matrix.rows.map { $0 + [0] } + [[Double](repeating: 0, count: a.order) + [1]])
        }
      }
      let (direction, gradient) = (rows(kfac.direction), rows(setup.learner.gradient))
      for row in gradient.indices {
        for column in gradient[row].indices {
          var product = 0.0
          for distance in 0..<Self.steps {
            let weight =
              (distance == 0 ? 1 : 2) * Double(Self.steps - distance) / Double(Self.steps)
            for i in gradient.indices {
              for j in gradient[row].indices {
                product +=
                  weight * ofInputs[distance].rows[row][i] * direction[i][j]
                  * ofOutputs[distance].rows[j][column]
              }
            }
          }
          #expect(abs(product - gradient[row][column]) < 1e-5)
        }
      }
    }
  }

  private var kfacDamping: Double { KFACConfiguration().damping }

  @Test func `the curvature of a sequence is the sum over all pairs of its steps`() {
    for correlation: Float in [-0.5, 0, 0.3, 0.9, 1] {
      var sum = 0.0
      for first in 0..<Self.steps {
        for second in 0..<Self.steps {
          var power = 1.0
          for _ in 0..<abs(first - second) { power *= Double(correlation) }
          sum += power / Double(Self.steps)
        }
      }
      let curvature = SequenceCurvature(stepCount: Self.steps)(correlation)
      #expect(abs(Double(curvature) - sum) < 1e-5)
    }
    // The sum over 20 steps is 0 here, and a direction may not be divided by it.
    #expect(SequenceCurvature(stepCount: 20)(-1) == 0.05)
  }
}
