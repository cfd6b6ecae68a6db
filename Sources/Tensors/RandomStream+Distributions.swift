import Foundation

extension RandomStream {
  /// A number in [0, 1) with 53 random bits. Draws two words.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in [0, 1) with 24 random bits. Draws one word.
  public mutating func uniformFloat() -> Float { Float(nextWord() >> 8) * 0x1p-24 }

  /// A number in [`low`, `high`).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A number from the standard normal distribution, by Box and Muller. Draws four words.
  public mutating func normal() -> Double {
    // 1 - u lies in (0, 1], so that the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// The same in single precision, where much noise is needed. Draws two words.
  public mutating func normalFloat() -> Float {
    let radius = (-2 * log(1 - uniformFloat())).squareRoot()
    return radius * cos(2 * .pi * uniformFloat())
  }

  /// An integer in 0..<`bound`, each with the same probability (Lemire's method with rejection).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max))
    let range = UInt32(bound)
    var product = UInt64(nextWord()) * UInt64(range)
    if UInt32(truncatingIfNeeded: product) < range {
      let threshold = (0 &- range) % range
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(nextWord()) * UInt64(range)
      }
    }
    return Int(product >> 32)
  }

  /// The index of a category, given unnormalised weights. Draws one word.
  public mutating func categorical(weights: Span<Float>) -> Int {
    var total: Float = 0
    for index in 0..<weights.count { total += weights[index] }
    let threshold = uniformFloat() * total
    var sum: Float = 0
    for index in 0..<weights.count {
      sum += weights[index]
      if threshold < sum { return index }
    }
    // Rounding can leave the sum a hair below the threshold: the last possible category it is.
    var last = weights.count - 1
    while last > 0 && weights[last] == 0 { last -= 1 }
    return last
  }

  /// Shuffles in place, every order equally likely (Fisher and Yates).
  public mutating func shuffle(_ values: inout [Int32]) {
    var remaining = values.count
    while remaining > 1 {
      let chosen = integer(below: remaining)
      remaining -= 1
      values.swapAt(remaining, chosen)
    }
  }
}
