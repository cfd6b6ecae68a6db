import Tensors

/// `y = activation(x · W + b)` with W [inputs, outputs].
public struct Dense: Sendable {
  public let name: String
  public let weight: ParameterLayout.Slot
  public let bias: ParameterLayout.Slot
  public let activation: Activation
  /// The gain of the orthogonal initialisation.
  private let gain: Float

  /// What K-FAC sees of it.
  public var linearMap: LinearMap { LinearMap(name, weight: weight, bias: bias) }
  public var inputCount: Int { weight.rows }
  public var outputCount: Int { weight.columns }
  /// How many numbers ``backward`` needs as scratch where the gradient of x is asked for.
  public var scratchSize: Int { weight.count }

  /// Appends `name/weight` and `name/bias` to `layout`.
  public init(
    _ name: String, inputs: Int, outputs: Int, activation: Activation, gain: Float,
    in layout: inout ParameterLayout
  ) {
    self.name = name
    weight = layout.appendMatrix(name + "/weight", rows: inputs, columns: outputs)
    bias = layout.appendVector(name + "/bias", count: outputs)
    self.activation = activation
    self.gain = gain
  }

  /// Draws an orthogonal weight; the bias is zero.
  public func initialize(_ parameters: Matrix, using random: inout RandomStream) {
    Orthogonal.fill(weight.view(in: parameters), gain: gain, using: &random)
    bias.view(in: parameters).fill(0)
  }

  /// x [R, inputs] -> y [R, outputs].
  @inline(__always)
  public func forward(_ x: Matrix, into y: Matrix, parameters: Matrix) {
    y.multiply(x, weight.view(in: parameters))
    activation.apply(to: y, bias: bias.view(in: parameters))
  }

  /// Given dL/dy [R, outputs], tells `sink`, and writes dL/dx [R, inputs] where it is asked for.
  ///
  /// `yGradient` is overwritten by the gradient before the activation. `scratch`, [1, scratchSize] or
  /// more, has room for the transposed weights: products with a transposed right factor take twice the
  /// time.
  public func backward(
    x: Matrix, y: Matrix, yGradient: Matrix, xGradient: Matrix?, accumulating: Bool = false,
    scratch: Matrix, parameters: Matrix, sink: ParameterSink
  ) {
    activation.differentiate(yGradient, output: y)
    sink.take(weight: weight, bias: bias, x: x, yGradient: yGradient)
    if let xGradient {
      let transposed = scratch.columns(0..<weight.count)
        .reshaped(rows: outputCount, columns: inputCount)
      weight.view(in: parameters).transpose(into: transposed)
      xGradient.multiply(yGradient, transposed, accumulating: accumulating)
    }
  }
}
