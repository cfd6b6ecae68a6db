import Foundation
import Models
import Spaces
import Tensors

/// One of K choices, made by the network but for lapses, as in models of behaviour: with a probability of
/// e the choice is anyone's,
///
///     p_j = (1 - e) s_j + e / K,  s = softmax(logits)
struct LapsingChoice: ActionDistribution {
  static let name = "lapsing"
  /// e
  private static let lapseRate: Float = 0.05

  /// K
  let parameterSize: Int
  let actionSize = 1
  let gain: Float = 0.01

  static func sizes(for space: ActionSpace) -> [Int]? {
    if case .discrete(let count) = space { [count] } else { nil }
  }

  init(sizes: [Int], in layout: inout ParameterLayout) { parameterSize = sizes[0] }

  /// log s
  func normalize(_ logits: Matrix) { logits.logSoftmax(into: logits) }

  private func probability(_ logits: Matrix, _ row: Int, _ choice: Int) -> Float {
    (1 - Self.lapseRate) * logits[row, choice].exponential + Self.lapseRate / Float(parameterSize)
  }

  func sample(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    for row in 0..<logits.rows {
      var (choice, rest) = (0, streams[row].uniformFloat())
      while choice < parameterSize - 1 {
        rest -= probability(logits, row, choice)
        if rest < 0 { break }
        choice += 1
      }
      actions[row, 0] = Float(choice)
      logProbabilities[row] = log(probability(logits, row, choice))
    }
  }

  func mode(_ logits: Matrix, actions: Matrix) {
    for row in 0..<logits.rows {
      let best = (0..<parameterSize).max { logits[row, $0] < logits[row, $1] } ?? 0
      actions[row, 0] = Float(best)
    }
  }

  func evaluate(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    for row in 0..<logits.rows {
      logProbabilities[row] = log(probability(logits, row, Int(actions[row, 0])))
      entropies[row] = 0
      for choice in 0..<parameterSize {
        let p = probability(logits, row, choice)
        entropies[row] -= p * log(p)
      }
    }
  }

  /// d(log p_a)/d(logit_j) = (1 - e) s_a ([j = a] - s_j) / p_a, and
  /// dH/d(logit_j) = -(1 - e) s_j (log p_j - sum over k of s_k log p_k).
  func backward(
    _ logits: Matrix, actions: Matrix, logProbabilityGradients: Matrix, entropyGradient: Float,
    into gradient: Matrix, scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    for row in 0..<logits.rows {
      let action = Int(actions[row, 0])
      let chosen = (1 - Self.lapseRate) * logits[row, action].exponential
      let scale = logProbabilityGradients[row] * chosen / probability(logits, row, action)
      var mean: Float = 0
      for choice in 0..<parameterSize {
        mean += logits[row, choice].exponential * log(probability(logits, row, choice))
      }
      for choice in 0..<parameterSize {
        let s = logits[row, choice].exponential
        let surprise = log(probability(logits, row, choice)) - mean
        gradient[row, choice] =
          scale * ((choice == action ? 1 : 0) - s)
          - entropyGradient * (1 - Self.lapseRate) * s * surprise
      }
    }
  }
}
