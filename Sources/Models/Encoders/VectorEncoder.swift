import Spaces
import Tensors

/// Observations as they are: their numbers are the features.
struct VectorEncoder: ObservationEncoder {
  static let name = "vector"
  let outputSize: Int

  static func accepts(_ observation: ObservationLayout) -> Bool {
    observation.isVector
  }

  init(_ observation: ObservationLayout, in layout: inout ParameterLayout) {
    outputSize = observation.size
  }

  var linearMaps: [LinearMap] { [] }
  func initialize(_ parameters: Matrix, using random: inout RandomStream) {}

  /// It leaves nothing and works in nothing.
  final class Nothing: EncoderCache {
    var outputs: [(name: String, output: Matrix)] { [] }
  }

  func makeCache(rows: Int, in carver: inout Carver) -> Nothing { Nothing() }
  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> Nothing { Nothing() }

  func forward(_ observations: Observations, cache: Nothing, parameters: Matrix) -> Matrix {
    observations.numbers
  }

  func output(_ observations: Observations, cache: Nothing) -> Matrix { observations.numbers }

  func backward(
    _ observations: Observations, outputGradient: Matrix, cache: Nothing, buffers: Nothing,
    parameters: Matrix, sink: ParameterSink
  ) {}
}
