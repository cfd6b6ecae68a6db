import Tensors

/// Follows the speed q(h) = ½ |F(h) - h|² of a GRU downhill to a point where it is least among the
/// states that the GRU can reach, by the method of Levenberg and Marquardt (Marquardt 1963; the rule for
/// the damping is Nielsen's, 1999): its steps solve (AᵀA + d·I) s = -Aᵀ(F(h) - h) with A = dF/dh - I.
///
/// A step that would leave the reachable range ends at its edge, unit by unit, and a unit at the edge
/// with the speed falling outwards stays out of the next system (a projected step, Bertsekas 1982).
struct SpeedMinimizer {
  /// Where a search ended.
  struct Minimum {
    /// h, [H]
    let state: [Double]
    let speed: Double
    /// Whether some unit lies on the edge of the reachable range and the speed falls further outside.
    let isAtEdge: Bool
  }

  private let map: HeldGRU
  private var solver: DampedLeastSquares
  private var step, trial: HeldGRU.Step
  private var transposed: [Double]  // Aᵀ, [H, H], the rows of units at the edge 0
  private var gradient: [Double]  // -Aᵀ(F(h) - h), [H], likewise
  /// The steepest fall of the speed towards the outside, over all units.
  private var outwardSlope = 0.0

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
  mutating func minimize(from start: [Double]) -> Minimum {
    var state = start.map(confined)
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
      let wanted = zip(state, solver.solution).map { $0 + $1 }
      let next = wanted.map(confined)
      map.evaluate(at: next, into: &trial)
      let predicted =
        next == wanted
        ? predictedGain(damping) : predictedGain(of: zip(next, state).map { $0 - $1 })
      let gain = predicted > 0 ? (speed - trial.speed) / predicted : -1
      if gain > 0 {
        let change = zip(next, state).reduce(0) { max($0, abs($1.0 - $1.1)) }
        swap(&step, &trial)
        (state, speed) = (next, step.speed)
        linearize(at: state)
        if change < Self.leastChange { break }
        let cube = (2 * gain - 1) * (2 * gain - 1) * (2 * gain - 1)
        (damping, growth) = (damping * max(1.0 / 3, 1 - cube), 2)
      } else {
        (damping, growth) = (damping * growth, growth * 2)
        // No step is short enough to gain: the state is as good as numbers can say.
        if !damping.isFinite || damping > 1e16 { break }
      }
    }
    return Minimum(state: state, speed: speed, isAtEdge: outwardSlope > Self.leastChange)
  }

  private var isFlat: Bool { gradient.allSatisfy { abs($0) < Self.leastChange } }

  private func confined(_ value: Double) -> Double {
    min(max(value, map.reachable.lowerBound), map.reachable.upperBound)
  }

  /// By how much the linear model says that the whole step lowers the speed:
  /// ½ sᵀ(d·s - Aᵀ(F(h) - h)).
  private func predictedGain(_ damping: Double) -> Double {
    zip(solver.solution, gradient).reduce(0) { $0 + $1.0 * (damping * $1.0 + $1.1) } / 2
  }

  /// The same of any other step: -sᵀAᵀ(F(h) - h) - ½ |A s|².
  private func predictedGain(of change: [Double]) -> Double {
    var gain = zip(change, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    for j in 0..<map.size {
      var product = 0.0
      for i in 0..<map.size { product += transposed[i * map.size + j] * change[i] }
      gain -= product * product / 2
    }
    return gain
  }

  private mutating func linearize(at state: [Double]) {
    map.differentiate(at: state, into: &step)
    outwardSlope = 0
    for i in 0..<map.size {
      var slope = 0.0
      for j in 0..<map.size {
        let entry = step.transposedJacobian[i * map.size + j] - (i == j ? 1 : 0)
        transposed[i * map.size + j] = entry
        slope -= entry * step.displacement[j]
      }
      gradient[i] = slope
      let pushesOut =
        state[i] == map.reachable.upperBound && slope > 0
        || state[i] == map.reachable.lowerBound && slope < 0
      guard pushesOut else { continue }
      outwardSlope = max(outwardSlope, abs(slope))
      gradient[i] = 0
      for j in 0..<map.size { transposed[i * map.size + j] = 0 }
    }
    let matrix = transposed
    solver.setMatrix(transposed: matrix.span)
  }
}
