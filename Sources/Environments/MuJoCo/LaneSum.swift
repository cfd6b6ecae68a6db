/// The sum of `count` terms, added in eight partial sums.
///
/// NumPy adds up to 128 terms in this order, so that costs have the bits of Gymnasium's.
@inline(__always)
func laneSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  let whole = count - count % 8
  var lanes = SIMD8<Double>.zero
  for start in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 { lanes[lane] += term(start + lane) }
  }
  let pairs = lanes.evenHalf + lanes.oddHalf
  let fours = pairs.evenHalf + pairs.oddHalf
  var sum = fours.x + fours.y
  for index in whole..<count { sum += term(index) }
  return sum
}
