import Tensors

/// What the agent sees of an environment's observation: what stands between the two, row by row.
///
/// A view is a value without generic types, so that any combination of what it can do works for every
/// environment and the plain case costs one comparison.
struct ObservationView: Sendable {
  /// The space of what the agent sees.
  let space: BoxSpace
  /// The environment's components that make it up, in order; nil where nothing is to be done.
  private let indices: [Int]?

  /// The whole observation.
  init(of space: BoxSpace) {
    self.space = space
    indices = nil
  }

  /// This view with another selection on top of it.
  func selecting(
    _ selection: ObservationSelection, id: String
  ) throws(EnvironmentSetupError) -> ObservationView {
    guard let chosen = try selection.indices(in: space, id: id) else { return self }
    return ObservationView(
      space: BoxSpace(chosen.map { space.components[$0] }),
      indices: chosen.map { indices?[$0] ?? $0 })
  }

  private init(space: BoxSpace, indices: [Int]) {
    self.space = space
    self.indices = indices
  }

  /// Whether the agent sees what the environment writes.
  var isIdentity: Bool { indices == nil }

  /// Writes what the agent sees of `observation` into `seen`.
  func apply(to observation: Span<Float>, into seen: inout MutableSpan<Float>) {
    guard let indices else { preconditionFailure("the identity is not applied") }
    for (place, index) in indices.enumerated() { seen[place] = observation[index] }
  }
}
