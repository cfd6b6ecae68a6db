import Models
import Tensors

/// A parameter as the reference files name it and lay it out: weights [outputs, inputs], while ours are
/// [inputs, outputs].
struct ReferenceParameter {
  private let slot: ParameterLayout.Slot
  /// The dataset's name.
  let name: String

  init(_ slot: ParameterLayout.Slot, in data: ReferenceCase) throws {
    self.slot = slot
    guard let name = Self.name(of: slot.name) else {
      throw data.bad("there is no name for the parameter \(slot.name) in this layout")
    }
    self.name = name
  }

  /// `actor_0/weight` is called `actor_layer0_weight`.
  private static func name(of path: String) -> String? {
    switch path {
    case "gru/input_weight": return "gru_weight_ih"
    case "gru/recurrent_weight": return "gru_weight_hh"
    case "gru/input_bias": return "gru_bias_ih"
    case "gru/recurrent_bias": return "gru_bias_hh"
    case "action/log_standard_deviation": return "logstd"
    default: break
    }
    let parts = path.split(separator: "/")
    guard parts.count == 2 else { return nil }
    let layer = parts[0].split(separator: "_")
    switch layer[0] {
    case "value": return "critic_head_\(parts[1])"
    case "action": return "action_head_\(parts[1])"
    default: return layer.count == 2 ? "\(layer[0])_layer\(layer[1])_\(parts[1])" : nil
    }
  }

  /// Whether each parameter that a case records is one of some policy here. Those of other cells, of
  /// encoders of images and of further heads are not.
  static func knowsAll(in data: ReferenceCase) throws -> Bool {
    let names = /((actor|critic|shared)_layer\d+|(action|critic)_head)_(weight|bias)/
    let others = /gru_(weight|bias)_(ih|hh)|logstd/
    return try data.children(of: "weights").allSatisfy { name in
      name.wholeMatch(of: names) != nil || name.wholeMatch(of: others) != nil
    }
  }

  /// The dataset's shape.
  var shape: [Int] { slot.isVector ? [slot.columns] : [slot.columns, slot.rows] }

  /// Fills the parameter's part of a flat buffer.
  func fill(_ buffer: Matrix, with values: [Double]) {
    let view = slot.view(in: buffer)
    for row in 0..<slot.rows {
      for column in 0..<slot.columns {
        view[row, column] = Float(values[column * slot.rows + row])
      }
    }
  }

  /// The parameter's part of a flat buffer, in the order of the dataset.
  func values(in buffer: Matrix) -> [Double] {
    let view = slot.view(in: buffer)
    return (0..<slot.columns).flatMap { column in
      (0..<slot.rows).map { row in Double(view[row, column]) }
    }
  }
}
