import Tensors

/// The directions in which states vary most: eigenvectors of their covariance.
public struct PrincipalComponents: Sendable {
  /// [H]
  public let mean: [Double]
  /// The variances along the components, largest first, [H].
  public let variances: [Double]
  /// A row for each component, of length 1, its entry of largest magnitude positive, [H, H].
  private let components: [Double]

  /// - Throws: where a state is infinite or not a number.
  package init(_ sums: CovarianceSums) throws(LinearAlgebraError) {
    let width = sums.width
    var solver = SymmetricEigensolver(order: width)
    try solver.solve(sums.covariance.span)
    mean = sums.mean
    // Rounding may leave a variance of zero a little below it.
    variances = solver.values.reversed().map { max($0, 0) }
    components = (0..<width).reversed().flatMap { row in
      let vector = solver.vectors[row * width..<(row + 1) * width]
      let largest = vector.max { abs($0) < abs($1) } ?? 0
      return largest < 0 ? vector.map { -$0 } : Array(vector)
    }
  }

  /// The number of units, H.
  public var width: Int { mean.count }

  /// A component, counted from 0, [H].
  public subscript(index: Int) -> ArraySlice<Double> {
    components[index * width..<(index + 1) * width]
  }

  /// Each component's share of the whole variance; zeros where nothing varies.
  public var explainedVariance: [Double] {
    let total = variances.reduce(0, +)
    return variances.map { total > 0 ? $0 / total : 0 }
  }

  /// The number of components that would carry as much variance if all carried the same: the
  /// participation ratio (sum of variances)² / sum of their squares (Gao et al. 2017).
  public var effectiveDimension: Double {
    let total = variances.reduce(0, +)
    return total > 0 ? total * total / variances.reduce(0) { $0 + $1 * $1 } : 0
  }

  /// The coordinates of a state, [H], along some components.
  public func project(_ state: [Double], on indices: [Int]) -> [Double] {
    precondition(state.count == width, "a state has a value for each unit")
    return indices.map { index in
      let first = index * width
      var sum = 0.0
      for unit in 0..<width { sum += (state[unit] - mean[unit]) * components[first + unit] }
      return sum
    }
  }

  /// The coordinates of states, [T, H], along some components, a row for each state.
  public func project(rows states: [Float], on indices: [Int]) -> [[Double]] {
    precondition(states.count.isMultiple(of: width), "the rows are whole")
    var state = [Double](repeating: 0, count: width)
    return stride(from: 0, to: states.count, by: width).map { start in
      for unit in 0..<width { state[unit] = Double(states[start + unit]) }
      return project(state, on: indices)
    }
  }
}
