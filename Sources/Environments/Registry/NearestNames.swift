import YAML

/// Finds the names that someone may have meant.
package enum NearestNames {
  /// Names longer than this are like no other: comparing two takes the product of their lengths.
  private static let longest = 100
  /// How many names are looked at, and how many a message lists.
  private static let (mostCompared, mostListed) = (5000, 40)

  /// Up to three of `names`, nearest first: those that are few edits away from `name` or have it as a
  /// part, the case of letters aside.
  package static func search(_ name: String, in names: [String]) -> [String] {
    guard !name.isEmpty, name.utf8.count <= longest else { return [] }
    let wanted = name.lowercased()
    let limit = max(2, wanted.count / 3)
    let ranked = names.prefix(mostCompared).compactMap {
      candidate -> (name: String, distance: Int)? in
      guard candidate.utf8.count <= longest else { return nil }
      let lowercased = candidate.lowercased()
      // A part of a name is as good as one wrong letter, however long the rest is.
      if lowercased.contains(wanted) { return (candidate, 1) }
      // Each letter that one has more than the other is an edit.
      guard abs(lowercased.count - wanted.count) <= limit else { return nil }
      let distance = editDistance(wanted, lowercased)
      return distance <= limit ? (candidate, distance) : nil
    }
    return
      ranked
      .sorted { ($0.distance, $0.name.count, $0.name) < ($1.distance, $1.name.count, $1.name) }
      .prefix(3).map(\.name)
  }

  /// Names separated by commas, the first of them where there are many.
  package static func list(_ names: [String]) -> String {
    let shown = names.prefix(mostListed).map { YAMLDocument.excerpt($0) }.joined(separator: ", ")
    return names.count > mostListed ? "\(shown) and \(names.count - mostListed) more" : shown
  }

  /// The question that ends a message that there is no such name; empty where no name is like it.
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
