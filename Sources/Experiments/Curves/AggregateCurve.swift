/// What several runs measured together: a centre and an interval at each place.
package struct AggregateCurve: Sendable, Equatable {
  package let x, center: [Double]
  /// 95% bootstrap intervals of the centre; nil for a single run.
  package let intervals: [Bootstrap.Interval]?
  package let runCount: Int
  /// How far the longest and the shortest run go. The curve ends with the shortest.
  package let longest, shortest: Double

  /// Nil where the runs have no place in common.
  package init?(_ curves: [Curve], center: Center, pointCount: Int = 200) {
    let curves = curves.filter { !$0.x.isEmpty }
    let ends = curves.compactMap(\.x.last)
    guard let begin = curves.compactMap(\.x.first).max(), let shortest = ends.min(),
      let longest = ends.max(), begin <= shortest
    else { return nil }
    let places = Self.places(of: curves, from: begin, to: shortest, count: pointCount)
    let rows = places.map { place in curves.map { $0.value(at: place) } }
    x = places
    self.center = rows.map { center($0) }
    runCount = curves.count
    (self.longest, self.shortest) = (longest, shortest)
    guard curves.count > 1 else {
      intervals = nil
      return
    }
    let bootstrap = Bootstrap(counts: [curves.count])
    intervals = rows.map { row in
      bootstrap.interval { draws in center(draws[0].map { row[$0] }) }
    }
  }

  /// Those of the runs, if they share them and they are few; else places in equal distances.
  private static func places(
    of curves: [Curve], from begin: Double, to end: Double, count: Int
  ) -> [Double] {
    let own = curves[0].x.filter { $0 >= begin && $0 <= end }
    let areShared = curves.allSatisfy { $0.x.filter { $0 >= begin && $0 <= end } == own }
    if areShared && own.count <= count { return own }
    return (0..<count).map { begin + (end - begin) * Double($0) / Double(count - 1) }
  }
}
