import Foundation
import Spaces
import Tensors

/// Independent yes-or-no choices, stored as 1 and 0. Parameters are logits l with p = sigmoid(l).
struct Bernoulli: ActionDistribution {
  static let name = "bernoulli"

  let actionSize: Int
  var parameterSize: Int { actionSize }
  var gain: Float { 1 }

  static func sizes(for space: ActionSpace) -> [Int]? {
    if case .multiBinary(let count) = space { [count] } else { nil }
  }

  init(sizes: [Int], in layout: inout ParameterLayout) { actionSize = sizes[0] }

  /// log(1 + exp(x)), without overflow.
  private static func softplus(_ x: Float) -> Float { max(x, 0) + log1p(exp(-abs(x))) }

  private static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  func sample(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    for row in 0..<logits.rows {
      var total: Float = 0
      for column in 0..<logits.columns {
        let logit = logits[row, column]
        let action: Float = streams[row].uniformFloat() < Self.sigmoid(logit) ? 1 : 0
        actions[row, column] = action
        total += action * logit - Self.softplus(logit)
      }
      logProbabilities[row] = total
    }
  }

  func mode(_ logits: Matrix, actions: Matrix) {
    for row in 0..<logits.rows {
      for column in 0..<logits.columns { actions[row, column] = logits[row, column] > 0 ? 1 : 0 }
    }
  }

  /// log p = a l - log(1 + e^l) and H = log(1 + e^l) - l p, summed over the choices.
  func evaluate(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    for row in 0..<logits.rows {
      var logProbability: Float = 0
      var entropy: Float = 0
      for column in 0..<logits.columns {
        let logit = logits[row, column]
        let softplus = Self.softplus(logit)
        logProbability += actions[row, column] * logit - softplus
        entropy += softplus - logit * Self.sigmoid(logit)
      }
      logProbabilities[row] = logProbability
      entropies[row] = entropy
    }
  }

  /// d(log p)/dl = a - p and dH/dl = -l p (1 - p).
  func backward(
    _ logits: Matrix, actions: Matrix, logProbabilityGradients: Matrix, entropyGradient: Float,
    into gradient: Matrix, scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    for row in 0..<logits.rows {
      let scale = logProbabilityGradients[row]
      for column in 0..<logits.columns {
        let logit = logits[row, column]
        let probability = Self.sigmoid(logit)
        gradient[row, column] =
          scale * (actions[row, column] - probability)
          - entropyGradient * logit * probability * (1 - probability)
      }
    }
  }

  /// The logits.
  var descriptionSize: Int { actionSize }

  func describe(_ logits: Matrix, parameters: Matrix, into descriptions: Matrix) {
    descriptions.copy(from: logits)
  }

  /// q (k - l) - log(1 + e^k) + log(1 + e^l), summed over the choices, where k and q were and l is.
  func divergences(
    _ logits: Matrix, parameters: Matrix, from descriptions: Matrix, into divergences: Matrix
  ) {
    for row in 0..<logits.rows {
      var divergence: Float = 0
      for column in 0..<logits.columns {
        let (old, new) = (descriptions[row, column], logits[row, column])
        divergence += Self.sigmoid(old) * (old - new) - Self.softplus(old) + Self.softplus(new)
      }
      divergences[row] = divergence
    }
  }

  /// dKL/dl = p - q.
  func addDivergenceGradient(
    _ logits: Matrix, parameters: Matrix, from descriptions: Matrix, weight: Float,
    to gradient: Matrix, scratch: Matrix, sink: ParameterSink
  ) {
    for row in 0..<logits.rows {
      for column in 0..<logits.columns {
        gradient[row, column] +=
          weight * (Self.sigmoid(logits[row, column]) - Self.sigmoid(descriptions[row, column]))
      }
    }
  }
}
