import Tensors

/// Follows the speed q(h) = ½ |F(h) - h|² of a GRU downhill to a point where it is least, by the method
/// of Levenberg and Marquardt (Marquardt 1963; the rule for the damping is Nielsen's, 1999): its steps
/// solve (AᵀA + d·I) s = -Aᵀ(F(h) - h) with A = dF/dh - I.
struct SpeedMinimizer {
  private let map: HeldGRU
  private var solver: DampedLeastSquares
  private var step, trial: HeldGRU.Step
  private var transposed: [Double]  // Aᵀ, [H, H]
  private var gradient: [Double]  // -Aᵀ(F(h) - h), [H]

  /// Where a search ends at the latest.
  static let mostSteps = 1000
  /// Speeds below this cannot be told from the rounding of states of size 1.
  static let leastSpeed = 1e-30
  /// Steps and gradients below this change nothing that double precision could hold.
  private static let leastChange = 1e-15

  init(_ map: HeldGRU) {
    self.map = map
    solver = DampedLeastSquares(order: map.size)
    step = HeldGRU.Step(size: map.size)
    trial = step
    transposed = step.transposedJacobian
    gradient = step.displacement
  }

  /// The point that a search from `start`, [H], ends in.
  mutating func minimize(from start: [Double]) -> (state: [Double], speed: Double) {
    var state = start
    var (damping, growth) = (1e-3, 2.0)
    map.evaluate(at: state, into: &step)
    var speed = step.speed
    linearize(at: state)
    for _ in 0..<Self.mostSteps where speed > Self.leastSpeed && !isFlat {
      // A local name, for a span of a property would hold all of self.
      let downhill = gradient
      guard (try? solver.solve(downhill.span, damping: damping)) != nil else {
        (damping, growth) = (damping * growth, growth * 2)
        continue
      }
      let next = zip(state, solver.solution).map { $0 + $1 }
      map.evaluate(at: next, into: &trial)
      let gain = (speed - trial.speed) / predictedGain(damping)
      if gain > 0 {
        let change = solver.solution.reduce(0) { max($0, abs($1)) }
        swap(&step, &trial)
        (state, speed) = (next, step.speed)
        if change < Self.leastChange { break }
        linearize(at: state)
        let cube = (2 * gain - 1) * (2 * gain - 1) * (2 * gain - 1)
        (damping, growth) = (damping * max(1.0 / 3, 1 - cube), 2)
      } else {
        (damping, growth) = (damping * growth, growth * 2)
        // No step is short enough to gain: the state is as good as numbers can say.
        if !damping.isFinite || damping > 1e16 { break }
      }
    }
    return (state, speed)
  }

  private var isFlat: Bool { gradient.allSatisfy { abs($0) < Self.leastChange } }

  /// By how much the linear model says that the step lowers the speed: ½ sᵀ(d·s - Aᵀ(F(h) - h)).
  private func predictedGain(_ damping: Double) -> Double {
    zip(solver.solution, gradient).reduce(0) { $0 + $1.0 * (damping * $1.0 + $1.1) } / 2
  }

  private mutating func linearize(at state: [Double]) {
    map.differentiate(at: state, into: &step)
    for i in 0..<map.size {
      var slope = 0.0
      for j in 0..<map.size {
        let entry = step.transposedJacobian[i * map.size + j] - (i == j ? 1 : 0)
        transposed[i * map.size + j] = entry
        slope -= entry * step.displacement[j]
      }
      gradient[i] = slope
    }
    let matrix = transposed
    solver.setMatrix(transposed: matrix.span)
  }
}
