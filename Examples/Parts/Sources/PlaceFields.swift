import Foundation
import Models
import Spaces
import Tensors

/// Observations as cells with place fields see them: 32 bumps around fixed points c_k of the space that
/// observations are in,
///
///     f_k = exp(-|x - c_k|² / 2)
///
/// Nothing in it learns.
struct PlaceFields: ObservationEncoder {
  static let name = "place-fields"

  let outputSize = 32
  private let centers: [[Float]]  // c [32, O]

  static func accepts(_ observation: ObservationLayout) -> Bool { observation.isVector }

  init(_ observation: ObservationLayout, in layout: inout ParameterLayout) {
    var random = RandomStream(seed: 1, purpose: .initialization)
    let columns = 0..<observation.size
    centers = (0..<outputSize).map { _ in columns.map { _ in Float(2 * random.normal()) } }
  }

  var linearMaps: [LinearMap] { [] }
  func initialize(_ parameters: Matrix, using random: inout RandomStream) {}

  final class Cache: EncoderCache {
    let fields: Matrix  // [R, 32]
    var outputs: [(name: String, output: Matrix)] { [("place_fields", fields)] }
    init(_ fields: Matrix) { self.fields = fields }
  }

  final class GradientBuffers: Sendable {}

  func makeCache(rows: Int, in carver: inout Carver) -> Cache {
    Cache(carver.matrix(rows: rows, columns: outputSize))
  }

  func makeGradientBuffers(rows: Int, in carver: inout Carver) -> GradientBuffers {
    GradientBuffers()
  }

  func forward(_ observations: Observations, cache: Cache, parameters: Matrix) -> Matrix {
    let numbers = observations.numbers
    for row in 0..<numbers.rows {
      for (field, center) in centers.enumerated() {
        var distance: Float = 0
        for column in center.indices {
          let difference = numbers[row, column] - center[column]
          distance += difference * difference
        }
        cache.fields[row, field] = (-distance / 2).exponential
      }
    }
    return output(observations, cache: cache)
  }

  func output(_ observations: Observations, cache: Cache) -> Matrix {
    cache.fields.rows(0..<observations.rowCount)
  }

  func backward(
    _ observations: Observations, outputGradient: Matrix, cache: Cache, buffers: GradientBuffers,
    parameters: Matrix, sink: ParameterSink
  ) {}
}
