import Tensors

/// The noise in each coordinate of a state after a reset.
enum ResetNoise {
  /// Uniform within this distance.
  case uniform(Double)
  /// Normal with this standard deviation.
  case normal(Double)

  func add(to vector: MuJoCoVector, using random: inout RandomStream) {
    for index in vector.indices {
      switch self {
      case .uniform(let scale): vector[index] += random.uniform(-scale, scale)
      case .normal(let scale): vector[index] += scale * random.normal()
      }
    }
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
