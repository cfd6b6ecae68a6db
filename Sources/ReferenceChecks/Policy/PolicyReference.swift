import HDF5

/// Compares policies, their losses and the gradients of every parameter with files of `policy/`.
enum PolicyReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let tolerances = try Tolerances(of: file)
    return try ReferenceFindings(casesOf: file) { data in
      guard try ReferenceParameter.knowsAll(in: data) else { return false }
      let policy = try PolicyCase(data, tolerances: tolerances)
      try data.compareParts { try policy.compareOutputs() }
      for variant in try data.children(of: "losses") {
        try data.compareParts { try policy.compareLoss(variant) }
      }
      return true
    }
  }

  struct Tolerances {
    /// Of outputs and losses.
    let output: ReferenceTolerance
    /// Of gradients, the absolute part in units of the largest value of a gradient's array.
    let gradient: ReferenceTolerance
    let exact = ReferenceTolerance.exact

    init(of file: HDF5File) throws {
      let statement = try ReferenceStatement(of: file)
      output = try statement.tolerance(behind: "float32")
      gradient = try statement.tolerance(behind: "float32", isScaled: true)
    }

    func gradient(_ reference: [Double]) -> ReferenceTolerance {
      let largest = reference.reduce(0) { max($0, abs($1)) }
      return ReferenceTolerance(
        absolute: gradient.absolute * largest, relative: gradient.relative)
    }
  }
}
