/// The sine and the cosine of an angle in radians, in one go.
///
/// Goals, in order: the same bits on every computer, which the C library does not promise; an error
/// below 1e-15; and speed, for a step of a simple task costs little more than this. The angle is reduced
/// by a multiple of pi/2 (Cody and Waite 1980, in two parts) and the rest is put into the polynomials of
/// fdlibm's `__kernel_sin` and `__kernel_cos` (Sun Microsystems 1993), side by side. Nothing is fused, so
/// that there is one way to round.
///
/// - Parameter angle: At most a million in magnitude; beyond that the reduction loses digits.
@inline(__always)
package func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
  // Adding 1.5 * 2^52 rounds to a whole number, which the low bits then hold.
  let shifted = angle * 0.6366197723675814 + 0x1.8p52
  let quarterTurns = shifted.bitPattern
  let count = shifted - 0x1.8p52
  // The first part of pi/2 has 33 bits, so that its product with the count is exact.
  let rest = (angle - count * 1.57079632673412561417) - count * 6.07710050650619224932e-11
  let square = rest * rest
  let fourth = square * square
  // Each polynomial in pairs of terms: fewer steps wait for one another than in Horner's form.
  typealias Pair = SIMD2<Double>
  let low =
    Pair(-1.66666666666666324348e-01, 4.16666666666666019037e-02)
    + square * Pair(8.33333333332248946124e-03, -1.38888888888741095749e-03)
  let middle =
    Pair(-1.98412698298579493134e-04, 2.48015872894767294178e-05)
    + square * Pair(2.75573137070700676789e-06, -2.75573143513906633035e-07)
  let high =
    Pair(-2.50507602534068634195e-08, 2.08757232129817482790e-09)
    + square * Pair(1.58969099521155010221e-10, -1.13596475577881948265e-11)
  let series = low + fourth * (middle + fourth * high)
  let sine = rest + rest * square * series[0]
  let cosine = 1 - (0.5 * square - fourth * series[1])
  // A quarter turn exchanges the two, half a turn their signs.
  let isOdd = quarterTurns & 1 == 1
  let sineSign = (quarterTurns & 2) << 62
  let cosineSign = ((quarterTurns &+ 1) & 2) << 62
  return (
    Double(bitPattern: (isOdd ? cosine : sine).bitPattern ^ sineSign),
    Double(bitPattern: (isOdd ? sine : cosine).bitPattern ^ cosineSign)
  )
}
