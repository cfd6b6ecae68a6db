/// Which components of an observation the policy sees. The one mechanism behind the `NoVel` and `NoPos`
/// environments and an explicit list.
public enum ObservationSelection: Sendable, Hashable, Codable {
  case all
  /// All but velocities.
  case withoutVelocities
  /// All but positions.
  case withoutPositions
  /// These components, by their indices, in this order.
  case components([Int])

  /// The indices selected in `space`, or nil where that is every component in its place.
  func indices(in space: BoxSpace, id: String) throws(EnvironmentSetupError) -> [Int]? {
    switch self {
    case .all:
      return nil
    case .withoutVelocities:
      return try indices(in: space, id: id, hiding: .velocity, called: "velocities")
    case .withoutPositions:
      return try indices(in: space, id: id, hiding: .position, called: "positions")
    case .components(let selected):
      try check(selected, in: space, id: id)
      return selected.elementsEqual(0..<space.size) ? nil : selected
    }
  }

  private func indices(
    in space: BoxSpace, id: String, hiding kind: BoxSpace.Component.Kind, called name: String
  ) throws(EnvironmentSetupError) -> [Int] {
    let components = space.components
    let kept = components.indices.filter { components[$0].kind != kind }
    guard !kept.isEmpty && kept.count < space.size else {
      throw EnvironmentSetupError.notSeparable(id: id, what: name)
    }
    return kept
  }

  private func check(
    _ selected: [Int], in space: BoxSpace, id: String
  ) throws(EnvironmentSetupError) {
    if selected.isEmpty { throw EnvironmentSetupError.nothingObserved(id: id) }
    var seen = Set<Int>()
    for index in selected {
      guard (0..<space.size).contains(index) else {
        throw EnvironmentSetupError.noSuchComponent(id: id, index: index, size: space.size)
      }
      guard seen.insert(index).inserted else {
        throw EnvironmentSetupError.componentObservedTwice(id: id, index: index)
      }
    }
  }
}
