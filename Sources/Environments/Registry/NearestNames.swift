/// Finds the names that someone may have meant.
package enum NearestNames {
  /// Up to three of `names`, nearest first: those that are few edits away from `name` or have it as a
  /// part, the case of letters aside.
  package static func search(_ name: String, in names: [String]) -> [String] {
    let wanted = name.lowercased()
    guard !wanted.isEmpty else { return [] }
    let limit = max(2, wanted.count / 3)
    let ranked = names.map { candidate in
      let lowercased = candidate.lowercased()
      // A part of a name is as good as one wrong letter, however long the rest is.
      let distance = lowercased.contains(wanted) ? 1 : editDistance(wanted, lowercased)
      return (name: candidate, distance: distance)
    }
    return ranked.filter { $0.distance <= limit }
      .sorted { ($0.distance, $0.name.count, $0.name) < ($1.distance, $1.name.count, $1.name) }
      .prefix(3).map(\.name)
  }

  /// The question behind a message that there is no such name; empty where no name is like it.
  package static func question(_ name: String, in names: [String]) -> String {
    search(name, in: names).first.map { " Did you mean '\($0)'?" } ?? ""
  }

  /// The least number of letters inserted, removed or replaced that turns one text into the other
  /// (Levenshtein).
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    var previous = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        current.append(
          min(
            previous[column + 1] + 1, current[column] + 1,
            previous[column] + (letter == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[second.count]
  }
}
