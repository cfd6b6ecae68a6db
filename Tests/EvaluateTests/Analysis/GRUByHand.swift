import Models
import Tensors

/// GRUs with chosen parameters and an input of one number.
enum GRUByHand {
  /// One unit, whose candidate does not depend on anything: h' = (1 - z) tanh(b) + z h with
  /// z = sigmoid(updateBias + updateRecurrence · h).
  static func make(
    candidateBias: Double, updateBias: Double, updateRecurrence: Double
  ) throws -> Policy {
    let policy = try policy(units: 1)
    for slot in policy.layout.slots {
      let values = policy.parameter(slot)
      switch slot.name {
      case "gru/input_bias":
        values[0, 1] = Float(updateBias)
        values[0, 2] = Float(candidateBias)
      case "gru/recurrent_weight": values[0, 1] = Float(updateRecurrence)
      default: break
      }
    }
    return policy
  }

  /// All parameters drawn evenly from -scale to scale.
  static func random(units: Int, scale: Double, seed: UInt64) throws -> Policy {
    let policy = try policy(units: units)
    var random = RandomStream(seed: seed, purpose: .initialization)
    for index in 0..<policy.parameters.count {
      policy.parameters[index] = Float(random.uniform(-scale, scale))
    }
    return policy
  }

  private static func policy(units: Int) throws -> Policy {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = true
    configuration.hiddenSize = units
    return try Policy(configuration, observationSize: 1, head: .categorical([2]))
  }
}
