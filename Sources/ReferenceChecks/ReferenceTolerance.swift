/// How far a value may lie from the one of a reference: `absolute + relative * |reference|`.
package struct ReferenceTolerance: Sendable, Equatable {
  package var absolute: Double
  package var relative: Double

  /// The same number.
  package static let exact = ReferenceTolerance(absolute: 0, relative: 0)

  package init(absolute: Double, relative: Double) {
    self.absolute = absolute
    self.relative = relative
  }

  package func allowed(at reference: Double) -> Double { absolute + relative * abs(reference) }
}
