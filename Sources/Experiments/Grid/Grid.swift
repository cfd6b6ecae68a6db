/// All combinations of the values of some flags, each a run.
package struct Grid: Sendable, Equatable {
  package let axes: [GridAxis]

  /// One combination.
  package struct Point: Sendable, Equatable {
    /// The name that runs share which differ in their seeds alone.
    package let name: String
    /// The flags of `agents train`.
    package let arguments: [String]
  }

  private static let mostRuns = 100_000

  /// - Throws: ``GridError/twice(_:)``, ``GridError/tooManyRuns(limit:)``.
  package init(_ axes: [GridAxis]) throws(GridError) {
    for (index, axis) in axes.enumerated() where axes[..<index].contains(where: axis.isSame) {
      throw .twice(axis.flag)
    }
    var count = 1
    for axis in axes {
      // Neither factor is large enough for the product to overflow.
      count *= axis.values.count
      guard count <= Self.mostRuns else { throw .tooManyRuns(limit: Self.mostRuns) }
    }
    self.axes = axes
  }

  /// The axes of flags that have lists.
  ///
  /// - Parameters:
  ///   - switches: the flags that take no value.
  ///   - named: the flags whose values are `name=value`, which may be there several times.
  package static func axes(
    of arguments: [String], switches: Set<String>, named: Set<String>
  ) throws(GridError) -> [GridAxis] {
    var axes = [GridAxis]()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), argument.count > 2 else { throw .notAFlag(argument) }
      let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
      let flag = parts[0]
      var text = parts.count == 2 ? parts[1] : nil
      if text == nil, let next = rest.first, !next.hasPrefix("--") { text = rest.popFirst() }
      guard var text else {
        axes.append(try GridAxis(flag: flag, values: ["yes"], switches: [flag]))
        continue
      }
      var prefix = ""
      if named.contains(flag), let end = text.firstIndex(of: "=") {
        prefix = String(text[...end])
        text = String(text[text.index(after: end)...])
      }
      axes.append(
        try GridAxis(flag: flag, prefix: prefix, values: GridText.list(text), switches: switches))
    }
    return axes
  }

  /// The combinations: the last axis varies fastest, after it only the seed.
  package func points(baseName: String) -> [Point] {
    let ordered = axes.filter { $0.flag != "seed" } + axes.filter { $0.flag == "seed" }
    return ordered.reduce([Point(name: baseName, arguments: [])]) { points, axis in
      points.flatMap { point in
        axis.values.map { value in
          let isNamed = axis.values.count > 1 && axis.flag != "seed"
          return Point(
            name: point.name + (isNamed ? "-" + axis.label(for: value) : ""),
            arguments: point.arguments + axis.arguments(for: value))
        }
      }
    }
  }
}
