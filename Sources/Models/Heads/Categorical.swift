import Foundation
import Spaces
import Tensors

/// Independent choices, the k-th among `sizes[k]` categories. Parameters are the logits of all choices
/// side by side, kept normalised: each is a log-probability.
///
/// One choice is a discrete action, several a multi-discrete one. An action is stored as the index of
/// each choice's category.
struct Categorical: ActionDistribution {
  static let name = "categorical"

  let sizes: [Int]
  var actionSize: Int { sizes.count }
  var parameterSize: Int { sizes.reduce(0, +) }
  /// The original's: nearly uniform choices at first.
  var gain: Float { 0.01 }

  static func sizes(for space: ActionSpace) -> [Int]? {
    switch space {
    case .discrete(let count): [count]
    case .multiDiscrete(let counts): counts
    case .box, .multiBinary: nil
    }
  }

  init(sizes: [Int], in layout: inout ParameterLayout) { self.sizes = sizes }

  /// Replaces logits by log-probabilities, choice by choice.
  func normalize(_ logits: Matrix) {
    var start = 0
    for size in sizes {
      let choice = logits.columns(start..<start + size)
      choice.logSoftmax(into: choice)
      start += size
    }
  }

  func sample(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    for row in 0..<logits.rows {
      var start = 0
      var total: Float = 0
      for choice in 0..<sizes.count {
        let chosen = draw(logits, row: row, start: start, size: sizes[choice], using: &streams[row])
        actions[row, choice] = Float(chosen)
        total += logits[row, start + chosen]
        start += sizes[choice]
      }
      logProbabilities[row] = total
    }
  }

  /// Walks through the cumulative probabilities until they exceed a uniform number.
  private func draw(
    _ logits: Matrix, row: Int, start: Int, size: Int, using random: inout RandomStream
  ) -> Int {
    let threshold = random.uniformFloat()
    var sum: Float = 0
    for category in 0..<size - 1 {
      sum += exp(logits[row, start + category])
      if threshold < sum { return category }
    }
    return size - 1
  }

  func mode(_ logits: Matrix, actions: Matrix) {
    for row in 0..<logits.rows {
      var start = 0
      for choice in 0..<sizes.count {
        var best = 0
        for category in 1..<max(sizes[choice], 1)
        where logits[row, start + category] > logits[row, start + best] { best = category }
        actions[row, choice] = Float(best)
        start += sizes[choice]
      }
    }
  }

  func evaluate(
    _ logits: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    for row in 0..<logits.rows {
      var start = 0
      var logProbability: Float = 0
      for choice in 0..<sizes.count {
        logProbability += logits[row, start + Int(actions[row, choice])]
        start += sizes[choice]
      }
      logProbabilities[row] = logProbability
    }
    entropies.fill(0)
    logits.addEntropies(to: entropies)
  }

  /// d(log p_a)/d(logit_j) = [j = a] - p_j and dH/d(logit_j) = -p_j (log p_j + H), for each choice
  /// with its own entropy H.
  func backward(
    _ logits: Matrix, actions: Matrix, logProbabilityGradients: Matrix, entropyGradient: Float,
    into gradient: Matrix, scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    logits.exponentials(into: gradient)
    for row in 0..<logits.rows {
      var start = 0
      let scale = logProbabilityGradients[row]
      for choice in 0..<sizes.count {
        let categories = start..<start + sizes[choice]
        var entropy: Float = 0
        for category in categories {
          entropy -= gradient[row, category] * logits[row, category]
        }
        for category in categories {
          let probability = gradient[row, category]
          gradient[row, category] =
            -probability * (scale + entropyGradient * (logits[row, category] + entropy))
        }
        gradient[row, start + Int(actions[row, choice])] += scale
        start += sizes[choice]
      }
    }
  }

  /// The logits, which are normalised.
  var descriptionSize: Int { parameterSize }

  func describe(_ logits: Matrix, parameters: Matrix, into descriptions: Matrix) {
    descriptions.copy(from: logits)
  }

  /// sum over j of q_j (log q_j - log p_j), for all choices, where q was and p is.
  func divergences(
    _ logits: Matrix, parameters: Matrix, from descriptions: Matrix, into divergences: Matrix
  ) {
    for row in 0..<logits.rows {
      var divergence: Float = 0
      for column in 0..<logits.columns {
        let old = descriptions[row, column]
        divergence += exp(old) * (old - logits[row, column])
      }
      divergences[row] = divergence
    }
  }

  /// dKL/d(logit_j) = p_j - q_j.
  func addDivergenceGradient(
    _ logits: Matrix, parameters: Matrix, from descriptions: Matrix, weight: Float,
    to gradient: Matrix, scratch: Matrix, sink: ParameterSink
  ) {
    for row in 0..<logits.rows {
      for column in 0..<logits.columns {
        gradient[row, column] +=
          weight * (exp(logits[row, column]) - exp(descriptions[row, column]))
      }
    }
  }
}
