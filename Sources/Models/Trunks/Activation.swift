import Settings
import Tensors

/// The nonlinearity after a dense layer.
public enum Activation: String, Codable, Sendable, CaseIterable, SettingValue {
  case identity, tanh, relu

  /// `output <- activation(output + bias)`, [R, columns] and [1, columns].
  @inline(__always)
  func apply(to output: Matrix, bias: Matrix) {
    switch self {
    case .identity: output.addBias(bias)
    case .tanh: output.addBiasThenTanh(bias)
    case .relu: output.addBiasThenReLU(bias)
    }
  }

  /// Turns the gradient of the output into that of the sum before the activation, in place.
  @inline(__always)
  func differentiate(_ gradient: Matrix, output: Matrix) {
    switch self {
    case .identity: break
    case .tanh: gradient.multiplyByTanhDerivative(output: output)
    case .relu: gradient.multiplyByReLUDerivative(output: output)
    }
  }
}
