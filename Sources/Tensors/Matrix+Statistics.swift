extension Matrix {
  /// Shifts and scales all values to mean 0 and standard deviation 1: (x - mean) / (s + epsilon) with
  /// the unbiased s (divisor n - 1). The matrix must have no gaps.
  package func standardize(epsilon: Float) {
    precondition(isContiguous)
    guard count > 1 else { return }
    var sum = 0.0
    for index in 0..<count { sum += Double(self[index]) }
    let mean = sum / Double(count)
    var squares = 0.0
    for index in 0..<count {
      let distance = Double(self[index]) - mean
      squares += distance * distance
    }
    let deviation = (squares / Double(count - 1)).squareRoot()
    let scale = 1 / (deviation + Double(epsilon))
    for index in 0..<count { self[index] = Float((Double(self[index]) - mean) * scale) }
  }
}
