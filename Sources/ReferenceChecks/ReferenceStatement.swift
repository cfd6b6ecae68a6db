import HDF5

/// The tolerances that a reference file states in words, such as `float32: 1e-6 + 1e-4|b|` with b the
/// value of the reference.
struct ReferenceStatement {
  private let text: String
  private let file: HDF5File

  /// Reads the statement of a file.
  init(of file: HDF5File) throws {
    self.file = file
    text = try file.readAttribute("tolerance")
  }

  /// The first tolerance of the kind that is wanted behind `words`.
  ///
  /// - Parameter isScaled: whether the absolute part is to be multiplied by the largest magnitude in
  ///   the array that is compared, which the statement writes as `*max|...|`.
  func tolerance(behind words: String, isScaled: Bool = false) throws -> ReferenceTolerance {
    let pattern =
      #/
      (?<absolute>[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?)
      (?<scale>\*max\|[^\|]*\|)?
      (?:\s*\+\s*(?<relative>[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?)\*?\|b\|)?
      /#
    guard let range = text.firstRange(of: words) else { throw unknown(words) }
    let rest = text[range.upperBound...]
    for match in rest.matches(of: pattern) where (match.scale != nil) == isScaled {
      guard let absolute = Double(match.absolute) else { continue }
      return ReferenceTolerance(
        absolute: absolute, relative: match.relative.flatMap { Double($0) } ?? 0)
    }
    throw unknown(words)
  }

  private func unknown(_ words: String) -> HDF5Error {
    file.error(
      .wrongType, "its attribute 'tolerance' states none for '\(words)': \(text)",
      advice: "Use data of the layout that this program knows")
  }
}
