import Storage
import Tensors

/// Where the noise comes from that makes the critic's sampled targets of its predictions.
package protocol ValueNoise: Sendable {
  /// Writes standard normal numbers, [R, 1].
  ///
  /// - Parameters:
  ///   - step: the number of the optimizer's step.
  ///   - streams: one for each row, at a place that no other step shares.
  func fill(
    _ noise: Matrix, for batch: MinibatchBuffers, step: Int, streams: inout [RandomStream])
}

/// Noise from the streams.
struct DrawnNoise: ValueNoise {
  func fill(
    _ noise: Matrix, for batch: MinibatchBuffers, step: Int, streams: inout [RandomStream]
  ) {
    for row in 0..<noise.rows { noise[row] = streams[row].normalFloat() }
  }
}
