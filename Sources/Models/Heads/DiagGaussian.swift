import Foundation
import Spaces
import Tensors

/// Independent normal numbers. The mean comes from the network; the logarithm of the standard
/// deviation is a parameter of its own, the same for all states, and begins at 0.
struct DiagGaussian: ActionDistribution {
  static let name = "diagonalGaussian"

  let logStandardDeviation: ParameterLayout.Slot  // [A]

  private static let halfLogTwoPi = Float(0.5 * log(2 * Double.pi))

  static func sizes(for space: ActionSpace) -> [Int]? {
    if case .box(let low, _) = space { [low.count] } else { nil }
  }

  init(sizes: [Int], in layout: inout ParameterLayout) {
    logStandardDeviation = layout.appendVector("action/log_standard_deviation", count: sizes[0])
  }

  var actionSize: Int { logStandardDeviation.count }
  var parameterSize: Int { actionSize }
  var gain: Float { 1 }
  var linearMaps: [LinearMap] {
    [LinearMap(logStandardDeviation.name, weight: nil, bias: logStandardDeviation)]
  }
  /// For dL/d(log standard deviation) of each row.
  var scratchSize: Int { actionSize }

  func initialize(_ parameters: Matrix) { logStandardDeviation.view(in: parameters).fill(0) }

  func standardDeviations(parameters: Matrix) -> [Float]? {
    logStandardDeviation.view(in: parameters).values.map { exp($0) }
  }

  func sample(
    _ means: Matrix, actions: Matrix, logProbabilities: Matrix, parameters: Matrix,
    streams: inout [RandomStream]
  ) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    for row in 0..<means.rows {
      for column in 0..<means.columns {
        let noise = Float(streams[row].normal())
        actions[row, column] = means[row, column] + exp(logDeviation[column]) * noise
      }
    }
    evaluateLogProbabilities(
      means, actions: actions, logProbabilities: logProbabilities, logDeviation: logDeviation)
  }

  func mode(_ means: Matrix, actions: Matrix) { actions.copy(from: means) }

  func evaluate(
    _ means: Matrix, actions: Matrix, logProbabilities: Matrix, entropies: Matrix,
    parameters: Matrix
  ) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    evaluateLogProbabilities(
      means, actions: actions, logProbabilities: logProbabilities, logDeviation: logDeviation)
    var entropy: Float = 0
    for column in 0..<means.columns {
      entropy += 0.5 + Self.halfLogTwoPi + logDeviation[column]
    }
    entropies.fill(entropy)
  }

  /// log p = -sum over the dimensions of ((a - mean) / deviation)^2 / 2 + log(deviation) + log(2 pi) / 2.
  private func evaluateLogProbabilities(
    _ means: Matrix, actions: Matrix, logProbabilities: Matrix, logDeviation: Matrix
  ) {
    logProbabilities.fill(0)
    for column in 0..<means.columns {
      let inverse = exp(-logDeviation[column])
      let constant = logDeviation[column] + Self.halfLogTwoPi
      for row in 0..<means.rows {
        let distance = (actions[row, column] - means[row, column]) * inverse
        logProbabilities[row] -= 0.5 * distance * distance + constant
      }
    }
  }

  /// d(log p)/d(mean) = (a - mean) / deviation^2, d(log p)/d(log deviation) =
  /// ((a - mean) / deviation)^2 - 1, and dH/d(log deviation) = 1.
  func backward(
    _ means: Matrix, actions: Matrix, logProbabilityGradients: Matrix, entropyGradient: Float,
    into gradient: Matrix, scratch deviationGradients: Matrix, parameters: Matrix,
    sink: ParameterSink
  ) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    for column in 0..<means.columns {
      let inverse = exp(-logDeviation[column])
      for row in 0..<means.rows {
        let scale = logProbabilityGradients[row]
        let distance = (actions[row, column] - means[row, column]) * inverse
        gradient[row, column] = scale * distance * inverse
        deviationGradients[row, column] = scale * (distance * distance - 1)
      }
    }
    sink.take(
      bias: logStandardDeviation, yGradient: deviationGradients, constant: entropyGradient)
  }

  /// The means, and the logarithms of the standard deviations.
  var descriptionSize: Int { 2 * actionSize }

  func describe(_ means: Matrix, parameters: Matrix, into descriptions: Matrix) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    descriptions.columns(0..<actionSize).copy(from: means)
    for row in 0..<means.rows {
      descriptions.row(row).columns(actionSize..<2 * actionSize).copy(from: logDeviation)
    }
  }

  /// Summed over the dimensions, log(s / t) + (t^2 + (m - n)^2) / (2 s^2) - 1/2, where the mean m and the
  /// deviation t were, and n and s are.
  func divergences(
    _ means: Matrix, parameters: Matrix, from descriptions: Matrix, into divergences: Matrix
  ) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    for row in 0..<means.rows {
      var divergence: Float = 0
      for column in 0..<means.columns {
        let inverse = exp(-logDeviation[column])
        let logRatio = descriptions[row, actionSize + column] - logDeviation[column]
        let distance = (means[row, column] - descriptions[row, column]) * inverse
        divergence += 0.5 * (exp(2 * logRatio) - 1 + distance * distance) - logRatio
      }
      divergences[row] = divergence
    }
  }

  /// dKL/dn = (n - m) / s^2 and dKL/d(log s) = 1 - (t^2 + (m - n)^2) / s^2.
  func addDivergenceGradient(
    _ means: Matrix, parameters: Matrix, from descriptions: Matrix, weight: Float,
    to gradient: Matrix, scratch deviationGradients: Matrix, sink: ParameterSink
  ) {
    let logDeviation = logStandardDeviation.view(in: parameters)
    for column in 0..<means.columns {
      let inverse = exp(-logDeviation[column])
      for row in 0..<means.rows {
        let ratio = exp(descriptions[row, actionSize + column] - logDeviation[column])
        let distance = (means[row, column] - descriptions[row, column]) * inverse
        gradient[row, column] += weight * distance * inverse
        deviationGradients[row, column] = weight * (1 - ratio * ratio - distance * distance)
      }
    }
    sink.add(deviationGradients, to: logStandardDeviation)
  }
}
