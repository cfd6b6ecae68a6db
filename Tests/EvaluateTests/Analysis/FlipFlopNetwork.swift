import Models
import Tensors

/// A GRU built by hand that remembers a bit in each unit.
///
/// Its reset gates are open and its update gates half open, so that a unit without input follows
/// h' = (tanh(2 h) + h) / 2. That has three fixed points: 0, where the slope is 1.5, and both ends,
/// ±0.9575, where it is 0.583. The map of n units has 3^n of them, of which 2^n are stable, and a pulse
/// of size 1 pushes its unit over the middle.
enum FlipFlopNetwork {
  /// The positive solution of h = tanh(2 h).
  static let end = 0.957_504_024_077_268_7

  static func make(units: Int, candidateBias: Float = 0) throws -> Policy {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = true
    configuration.hiddenSize = units
    let policy = try Policy(configuration, observationSize: units, head: .bernoulli(units))
    for slot in policy.layout.slots {
      let values = policy.parameter(slot)
      switch slot.name {
      case "gru/recurrent_weight": for unit in 0..<units { values[unit, 2 * units + unit] = 2 }
      case "gru/input_weight": for unit in 0..<units { values[unit, 2 * units + unit] = 3 }
      case "gru/input_bias":
        for unit in 0..<units {
          values[0, unit] = 50
          values[0, 2 * units + unit] = candidateBias
        }
      default: break
      }
    }
    return policy
  }
}
