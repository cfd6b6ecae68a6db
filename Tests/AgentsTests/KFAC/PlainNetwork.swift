import Foundation
import Models
import Tensors

/// A policy's network computed once more in double precision and one number at a time: an optional GRU,
/// one tanh layer each for actor and critic, and their heads.
struct PlainNetwork {
  var parameters: [Double]
  let layout: ParameterLayout
  let hiddenSize: Int
  let isRecurrent: Bool
  /// Something that is added to one of the linear maps' outputs, at one moment.
  var disturbance: Disturbance?

  struct Disturbance {
    /// The bias of the map.
    let bias: String
    let moment: Int
    let output: Int
    var size: Double
  }

  init(_ policy: Policy) {
    parameters = policy.parameters.values.map(Double.init)
    layout = policy.layout
    hiddenSize = policy.configuration.hiddenSize
    isRecurrent = policy.configuration.isRecurrent
  }

  func slot(_ name: String) -> ParameterLayout.Slot { layout.slots.first { $0.name == name }! }

  /// x · W + b, and the disturbance.
  private func map(_ weight: String, _ bias: String, _ x: [Double], moment: Int) -> [Double] {
    let (weight, bias) = (slot(weight), slot(bias))
    var y = (0..<weight.columns).map { column in
      parameters[bias.offset + column]
        + x.indices.reduce(0) {
          $0 + x[$1] * parameters[weight.offset + $1 * weight.columns + column]
        }
    }
    if let disturbance, disturbance.bias == bias.name, disturbance.moment == moment {
      y[disturbance.output] += disturbance.size
    }
    return y
  }

  private func dense(_ name: String, _ x: [Double], moment: Int) -> [Double] {
    map("\(name)/weight", "\(name)/bias", x, moment: moment)
  }

  /// The state after a step from a masked state.
  func state(_ x: [Double], from state: [Double], moment: Int) -> [Double] {
    let input = map("gru/input_weight", "gru/input_bias", x, moment: moment)
    let recurrent = map("gru/recurrent_weight", "gru/recurrent_bias", state, moment: moment)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    return state.indices.map { unit in
      let (second, third) = (hiddenSize + unit, 2 * hiddenSize + unit)
      let reset = sigmoid(input[unit] + recurrent[unit])
      let update = sigmoid(input[second] + recurrent[second])
      let candidate = tanh(input[third] + reset * recurrent[third])
      return (1 - update) * candidate + update * state[unit]
    }
  }

  /// The log-probabilities of discrete actions, and the value.
  func outputs(_ features: [Double], moment: Int) -> (logProbabilities: [Double], value: Double) {
    let actor = dense("actor_0", features, moment: moment).map { tanh($0) }
    let logits = dense("action", actor, moment: moment)
    let total = log(logits.reduce(0) { $0 + exp($1) })
    let critic = dense("critic_0", features, moment: moment).map { tanh($0) }
    return (logits.map { $0 - total }, dense("value", critic, moment: moment)[0])
  }

  /// The derivative of a function of the network by central differences.
  static func derivative(_ value: (Double) -> Double) -> Double {
    let step = 1e-5
    return (value(step) - value(-step)) / (2 * step)
  }
}
