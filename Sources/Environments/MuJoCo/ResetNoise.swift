import Tensors

/// The noise in each coordinate of a state after a reset.
enum ResetNoise: Sendable {
  /// Uniform within this distance.
  case uniform(Double)
  /// Normal with this standard deviation.
  case normal(Double)

  func draw(from random: inout RandomStream) -> Double {
    switch self {
    case .uniform(let scale): random.uniform(-scale, scale)
    case .normal(let scale): scale * random.normal()
    }
  }

  func add(to vector: MuJoCoVector, using random: inout RandomStream) {
    for index in vector.indices { vector[index] += draw(from: &random) }
  }
}

extension MuJoCoSimulation {
  /// Goes back to the model's initial state with noise, and computes what follows from that.
  func reset(
    positions positionNoise: ResetNoise, velocities velocityNoise: ResetNoise,
    using random: inout RandomStream
  ) {
    reset()
    positionNoise.add(to: positions, using: &random)
    velocityNoise.add(to: velocities, using: &random)
    forward()
  }
}
