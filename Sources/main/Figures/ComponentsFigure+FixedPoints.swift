import Evaluate

extension ComponentsFigure {
  /// Draws fixed and slow points, each kind with a mark of its own that differs in shape and lightness.
  mutating func draw(_ points: [FixedPoint]) {
    let kinds: [(name: String, title: String, style: String, has: (FixedPoint) -> Bool)] = [
      ("slow", "slow", "pointtype 8 linecolor '#777777'", { !$0.isFixed }),
      (
        "unstable", "fixed, unstable", "pointtype 4 linecolor '#d55e00'",
        { $0.isFixed && !$0.isStable }
      ),
      ("stable", "fixed, stable", "pointtype 7 linecolor '#0b2f6b'", \.isStable),
    ]
    for kind in kinds {
      let places = points.filter(kind.has).map { project($0.state) }
      if places.isEmpty { continue }
      add(kind.name, places)
      draw(
        """
        $\(kind.name) using \(columns) with points \(kind.style) pointsize 0.8 linewidth 1.2 \
        title '\(kind.title)'
        """)
    }
  }
}
