/// Which components of an observation the agent sees. The one mechanism behind the `NoVel`
/// environments and an explicit list of indices.
package enum ObservationSelection: Sendable, Equatable {
  case all
  case withoutVelocities
  /// These components, in this order.
  case components([Int])

  /// The indices selected in `space`, or nil where that is every component in its place.
  package func indices(
    in space: BoxSpace, id: String
  ) throws(EnvironmentSetupError) -> [Int]? {
    switch self {
    case .all:
      return nil
    case .withoutVelocities:
      let kept = space.components.indices.filter { !space.components[$0].isVelocity }
      guard !kept.isEmpty && kept.count < space.size else {
        throw EnvironmentSetupError.velocitiesNotSeparable(id: id)
      }
      return kept
    case .components(let selected):
      if selected.isEmpty { throw EnvironmentSetupError.nothingObserved(id: id) }
      var seen = Set<Int>()
      for index in selected {
        guard space.components.indices.contains(index) else {
          throw EnvironmentSetupError.noSuchComponent(id: id, index: index, size: space.size)
        }
        guard seen.insert(index).inserted else {
          throw EnvironmentSetupError.componentObservedTwice(id: id, index: index)
        }
      }
      return selected == Array(space.components.indices) ? nil : selected
    }
  }
}
