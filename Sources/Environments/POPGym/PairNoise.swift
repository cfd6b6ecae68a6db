import Tensors

/// Gaussian noise on an observation of two numbers, which stay within bounds.
struct PairNoise: Sendable {
  /// The standard deviation.
  let deviation: Double
  let bounds: (ClosedRange<Float>, ClosedRange<Float>)
  /// The noise on the present observation.
  private var values: (Float, Float) = (0, 0)

  init(deviation: Double, bounds: (ClosedRange<Float>, ClosedRange<Float>)) {
    self.deviation = deviation
    self.bounds = bounds
  }

  /// Draws the noise on another observation.
  mutating func draw(using random: inout RandomStream) {
    values.0 = Float(deviation * random.normal())
    values.1 = Float(deviation * random.normal())
  }

  func add(to observation: inout MutableSpan<Float>) {
    observation[0] = Self.clip(observation[0] + values.0, to: bounds.0)
    observation[1] = Self.clip(observation[1] + values.1, to: bounds.1)
  }

  private static func clip(_ value: Float, to bounds: ClosedRange<Float>) -> Float {
    min(max(value, bounds.lowerBound), bounds.upperBound)
  }

  func save(to state: inout EnvironmentState) {
    state["noise"] = [Double(values.0), Double(values.1)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let noise = try state.values("noise", count: 2)
    values = (Float(noise[0]), Float(noise[1]))
  }
}
