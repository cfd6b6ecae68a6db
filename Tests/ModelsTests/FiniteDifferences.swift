import Models
import Tensors
import Testing

/// Compares the backward pass with finite differences, parameter by parameter.
///
/// The slope comes from four values of the loss, h and 2h to either side, whose error in theory is of
/// order h^4. With h = 0.02 that is below 1e-5 here, as is the rounding of the loss: about 40 outputs
/// of single precision, each off by 1e-7, over 12 h. A deviation of 1e-3 of the largest gradient in
/// the same array, plus 1e-4 for arrays of small gradients, leaves room for both, and any wrong term
/// is far larger.
func expectGradientsMatch(
  _ policy: Policy, steps: Int = 9, environments: Int = 3, sequenceLength: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let rollout = makeRollout(for: policy, steps: steps, environments: environments)
  let loss = RandomLoss(policy, rollout, sequenceLength: sequenceLength)
  loss.differentiate()
  for slot in policy.layout.slots {
    let parameter = policy.parameter(slot)
    let gradient = slot.view(in: loss.gradient)
    let largest = gradient.values.reduce(0) { max($0, abs($1)) }
    #expect(
      largest > 0, "\(slot.name) has no gradient", sourceLocation: sourceLocation)
    var worst: Float = 0
    for index in 0..<parameter.count {
      let slope = Float(slope(of: loss, at: index, of: parameter))
      worst = max(worst, abs(gradient[index] - slope))
    }
    #expect(
      worst <= 1e-3 * largest + 1e-4, "\(slot.name): \(worst) of \(largest)",
      sourceLocation: sourceLocation)
  }
}

/// dL/d(parameter) by a stencil of four points.
private func slope(of loss: RandomLoss, at index: Int, of parameter: Matrix) -> Double {
  let value = parameter[index]
  defer { parameter[index] = value }
  func lossAt(_ distance: Float) -> (position: Double, loss: Double) {
    parameter[index] = value + distance
    return (Double(parameter[index]), loss.value())
  }
  let (near, far): (Float, Float) = (0.02, 0.04)
  let (above, below) = (lossAt(near), lossAt(-near))
  let (farAbove, farBelow) = (lossAt(far), lossAt(-far))
  let inner = (above.loss - below.loss) / (above.position - below.position)
  let outer = (farAbove.loss - farBelow.loss) / (farAbove.position - farBelow.position)
  return (4 * inner - outer) / 3
}
