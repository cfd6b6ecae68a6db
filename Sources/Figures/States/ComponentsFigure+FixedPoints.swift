import Evaluate

extension ComponentsFigure {
  /// The first episodes whose states are drawn; more would hide one another.
  public static let usualEpisodes = 50

  /// Draws fixed and slow points over the states that they were searched from.
  ///
  /// - Parameter indices: the principal components that are shown, two or three, counted from 0.
  /// - Throws: `AnalysisError` where the states have no such components, `HDF5Error` where they cannot be
  ///   read.
  public init(
    of points: [FixedPoint], in recorded: RecordedStates, components indices: [Int] = [0, 1],
    look: PictureLook = PictureLook()
  ) throws {
    func count(_ kind: FixedPoint.Kind) -> Int { points.count { $0.kind == kind } }
    let kinds = [FixedPoint.Kind.stable, .marginal, .unstable].map { "\(count($0)) \($0)" }
    try self.init(
      recorded.components, indices: indices,
      title: "fixed points: \(kinds.joined(separator: ", ")); slow points: \(count(.slow))",
      look: look)
    try drawBackground(
      of: Array(recorded.reader.episodes.prefix(Self.usualEpisodes)), in: recorded)
    draw(points)
  }

  /// Draws fixed and slow points, each kind with a mark of its own that differs in shape and lightness.
  private mutating func draw(_ points: [FixedPoint]) {
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
