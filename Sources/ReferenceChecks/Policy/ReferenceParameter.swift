import Models
import Tensors

/// A parameter, or a part of one, as the reference files name it and lay it out: weights
/// [outputs, inputs], while ours are [inputs, outputs].
struct ReferenceParameter {
  /// The dataset's name.
  let name: String
  private let slot: ParameterLayout.Slot
  /// The part of the parameter that the dataset holds, the rows in its order.
  private let rows: [Int]
  private let columns: Range<Int>
  /// The dimensions of the inputs, which the rows are.
  private let inputShape: [Int]
  /// -1 where ours is the negative.
  private let sign: Double

  private init(
    _ name: String, _ slot: ParameterLayout.Slot, rows: some Sequence<Int>,
    columns: Range<Int>? = nil, inputShape: [Int]? = nil, sign: Double = 1
  ) {
    self.name = name
    self.slot = slot
    self.rows = Array(rows)
    self.inputShape = inputShape ?? [self.rows.count]
    self.columns = columns ?? 0..<slot.columns
    self.sign = sign
  }

  private init(_ name: String, _ slot: ParameterLayout.Slot, columns: Range<Int>? = nil) {
    self.init(name, slot, rows: 0..<slot.rows, columns: columns)
  }

  /// A parameter that is one dataset.
  init(_ slot: ParameterLayout.Slot, in data: ReferenceCase) throws {
    let parts = try Self.parts(of: slot, in: data)
    guard let part = parts.first, parts.count == 1 else {
      throw data.bad("the parameter \(slot.name) is several datasets in this layout")
    }
    self = part
  }

  /// The datasets that make a parameter up.
  static func parts(
    of slot: ParameterLayout.Slot, in data: ReferenceCase
  ) throws -> [ReferenceParameter] {
    let path = slot.name.split(separator: "/")
    guard path.count == 2 else {
      throw data.bad("there is no name for the parameter \(slot.name) in this layout")
    }
    let (layer, parameter) = (path[0], String(path[1]))
    switch layer {
    case "gru", "lstm", "rnn", "actor_gru", "critic_gru":
      let ends = [
        "input_weight": "weight_ih", "recurrent_weight": "weight_hh", "input_bias": "bias_ih",
        "recurrent_bias": "bias_hh",
      ]
      if let end = ends[parameter] { return [Self("\(layer)_\(end)", slot)] }
    case "mingru", "mingru_1":
      let (half, index) = (slot.columns / 2, layer == "mingru" ? 0 : 1)
      return [
        Self("mingru_layer\(index)_\(parameter)_z", slot, columns: 0..<half),
        Self("mingru_layer\(index)_\(parameter)_h", slot, columns: half..<slot.columns),
      ]
    case "lru": return lruParts(of: slot, parameter)
    case "encoder": return [try encoderPart(of: slot, parameter, in: data)]
    case _ where layer.hasPrefix("conv_"):
      let index = Int(layer.dropFirst(5)) ?? 0
      return [try convolutionPart(of: slot, parameter, number: index, in: data)]
    case "value": return [Self("critic_head_\(parameter)", slot)]
    case "action":
      return [Self(parameter.hasPrefix("log") ? "logstd" : "action_head_\(parameter)", slot)]
    default:
      let parts = layer.split(separator: "_")
      if parts.count == 2 { return [Self("\(parts[0])_layer\(parts[1])_\(parameter)", slot)] }
    }
    throw data.bad("there is no name for the parameter \(slot.name) in this layout")
  }

  /// The channels of what a convolution sees are its first dimension there, and the last here.
  private static func convolutionPart(
    of slot: ParameterLayout.Slot, _ parameter: String, number: Int, in data: ReferenceCase
  ) throws -> ReferenceParameter {
    let name = "conv\(number)_\(parameter)"
    guard !slot.isVector else { return Self(name, slot) }
    let channels = try data.size(number == 0 ? "image_channels" : "conv\(number - 1)_channels")
    let kernel = try data.size("conv\(number)_kernel")
    return Self(
      name, slot, rows: channelsLast(channels, places: kernel * kernel),
      inputShape: [channels, kernel, kernel])
  }

  private static func encoderPart(
    of slot: ParameterLayout.Slot, _ parameter: String, in data: ReferenceCase
  ) throws -> ReferenceParameter {
    let name = "encoder_linear_\(parameter)"
    guard !slot.isVector else { return Self(name, slot) }
    let channels = try data.size("conv\(data.size("conv_count") - 1)_channels")
    return Self(name, slot, rows: channelsLast(channels, places: slot.rows / channels))
  }

  /// For numbers that have the channel first, where they are if it comes last.
  private static func channelsLast(_ channels: Int, places: Int) -> [Int] {
    (0..<channels).flatMap { channel in (0..<places).map { $0 * channels + channel } }
  }

  private static func lruParts(
    of slot: ParameterLayout.Slot, _ parameter: String
  ) -> [ReferenceParameter] {
    switch parameter {
    case "input_weight":
      let units = slot.columns / 2
      return [
        Self("lru_b_re", slot, columns: 0..<units),
        Self("lru_b_im", slot, columns: units..<slot.columns),
      ]
    case "output_weight":
      let units = slot.rows / 2
      return [
        Self("lru_c_re", slot, rows: 0..<units),
        Self("lru_c_im", slot, rows: units..<slot.rows, sign: -1),
      ]
    case "skip_weight": return [Self("lru_d", slot)]
    default: return [Self("lru_\(parameter)_log", slot)]
    }
  }

  /// Whether each parameter that a case records is one of some policy here. Those of further heads are
  /// not.
  static func knowsAll(in data: ReferenceCase) throws -> Bool {
    let names = /((actor|critic|shared)_layer\d+|(action|critic)_head)_(weight|bias)/
    let cells =
      /((actor_|critic_)?gru|lstm|rnn)_(weight|bias)_(ih|hh)|mingru_layer[01]_.+|lru_.+|logstd/
    let encoders = /(conv\d+|encoder_linear)_(weight|bias)/
    return try data.children(of: "weights").allSatisfy { name in
      name.wholeMatch(of: names) != nil || name.wholeMatch(of: cells) != nil
        || name.wholeMatch(of: encoders) != nil
    }
  }

  /// The dataset's shape.
  var shape: [Int] { slot.isVector ? [columns.count] : [columns.count] + inputShape }

  /// Fills the parameter's part of a flat buffer.
  func fill(_ buffer: Matrix, with values: [Double]) {
    let view = slot.view(in: buffer)
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() {
        view[row, column] = Float(sign * values[j * rows.count + i])
      }
    }
  }

  /// The parameter's part of a flat buffer, in the order of the dataset.
  func values(in buffer: Matrix) -> [Double] {
    let view = slot.view(in: buffer)
    return columns.flatMap { column in rows.map { row in sign * Double(view[row, column]) } }
  }
}
