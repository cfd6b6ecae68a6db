import Evaluate

extension ComponentsFigure {
  /// Draws fixed and slow points, each kind with a mark of its own that differs in shape and lightness.
  mutating func draw(_ points: [FixedPoint]) {
    for kind in [FixedPoint.Kind.slow, .unstable, .marginal, .stable] {
      let places = points.filter { $0.kind == kind }.map {
        components.project($0.state, on: indices)
      }
      if places.isEmpty { continue }
      add("\(kind)", places)
      draw(
        """
        $\(kind) using \(columns) with points \(style(of: kind)) pointsize 0.8 linewidth 1.2 \
        title '\(kind == .slow ? "slow" : "fixed, \(kind)")'
        """)
    }
  }

  private func style(of kind: FixedPoint.Kind) -> String {
    switch kind {
    case .stable: "pointtype 7 linecolor '#0b2f6b'"
    case .marginal: "pointtype 12 linecolor '#007a5a'"
    case .unstable: "pointtype 4 linecolor '#d55e00'"
    case .slow: "pointtype 8 linecolor '#777777'"
    }
  }
}
