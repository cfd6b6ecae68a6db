import Tensors

/// What a policy sees of an environment's observation: everything that stands between the two.
///
/// A view is a value without generic types, so that any combination of what it can do works for every
/// environment and the plain case costs one comparison. What it remembers of an episode is in an
/// ``ObservationMemory`` of each environment.
struct ObservationView: Sendable {
  /// The space of what the policy sees.
  let space: BoxSpace
  /// Whether the policy sees what the environment writes.
  let isIdentity: Bool
  /// The environment's components that are seen, in order, and how.
  private let parts: [(index: Int, encoding: ObservationEncoding)]
  /// The standard deviation of the noise on numbers.
  private let noise: Float
  /// How each component of the previous action is seen; empty where it is not.
  private let actionEncodings: [ObservationEncoding]
  private let showsReward: Bool
  /// How many values one observation has, and how many of them are seen at once.
  private let frameWidth: Int
  private let frameCount: Int

  /// - Parameters:
  ///   - own: What the environment's id stands for.
  ///   - configuration: What the user asks for, on top of it.
  init(
    of space: BoxSpace, actions: ActionSpace, own: ObservationConfiguration,
    configuration: ObservationConfiguration, id: String
  ) throws(EnvironmentSetupError) {
    let first = try own.selection.indices(in: space, id: id) ?? Array(space.components.indices)
    let visible = BoxSpace(first.map { space.components[$0] })
    let second = try configuration.selection.indices(in: visible, id: id)
    let indices = second?.map { first[$0] } ?? first
    let selected = indices.map { space.components[$0] }
    let noise = configuration.noise ?? own.noise ?? 0
    guard noise >= 0 && noise.isFinite else {
      throw EnvironmentSetupError.impossibleNoise(id: id, noise)
    }
    guard Self.frameCounts.contains(configuration.frameStack) else {
      throw EnvironmentSetupError.impossibleFrameStack(id: id, configuration.frameStack)
    }
    parts = zip(indices, selected).map { ($0, $1.encoding) }
    self.noise = Float(noise)
    actionEncodings =
      configuration.includesPreviousAction ? ObservationEncoding.encodings(of: actions) : []
    showsReward = configuration.includesPreviousReward
    frameCount = configuration.frameStack
    var frame = selected.flatMap(\.encoded)
    if configuration.includesPreviousAction { frame += actions.previousActionComponents }
    if configuration.includesPreviousReward { frame.append(.value("previous_reward")) }
    frameWidth = frame.count
    self.space = BoxSpace(
      (0..<frameCount).reversed().flatMap { age in frame.map { $0.aged(by: age) } })
    isIdentity = self.space == space && noise == 0
  }

  /// More than that is a mistake.
  private static let frameCounts = 1...1000

  /// What the view of one environment has to remember.
  func makeMemory(noise random: RandomStream) -> ObservationMemory {
    ObservationMemory(
      noise: random, noAction: actionEncodings.map(\.absence),
      framesSize: frameCount > 1 ? frameCount * frameWidth : 0)
  }

  /// Writes what the policy sees of `observation` into `seen`.
  @inline(never)
  func apply(
    to observation: Span<Float>, memory: inout ObservationMemory,
    into seen: inout MutableSpan<Float>
  ) {
    var place = (frameCount - 1) * frameWidth
    for (index, encoding) in parts {
      var value = observation[index]
      if noise > 0, case .number = encoding { value += noise * Float(memory.noise.normal()) }
      encoding.write(value, into: &seen, at: &place)
    }
    for (index, encoding) in actionEncodings.enumerated() {
      encoding.write(memory.previousAction[index], into: &seen, at: &place)
    }
    if showsReward { seen[place] = memory.previousReward }
    if frameCount > 1 { memory.completeFrames(&seen, width: frameWidth) }
  }
}

extension ActionSpace {
  /// The components of the last action as a policy sees them.
  fileprivate var previousActionComponents: [BoxSpace.Component] {
    func components(_ index: Int) -> [BoxSpace.Component] {
      let name = width == 1 ? "previous_action" : "previous_action_\(index)"
      switch self {
      case .discrete(let count): return BoxSpace.Component.category(name, of: count).encoded
      case .multiDiscrete(let counts):
        return BoxSpace.Component.category(name, of: counts[index]).encoded
      case .box, .multiBinary: return [.value(name, low[index]...high[index])]
      }
    }
    return (0..<width).flatMap(components)
  }
}

extension BoxSpace.Component {
  /// The same, this many steps ago.
  fileprivate func aged(by steps: Int) -> BoxSpace.Component {
    steps == 0
      ? self
      : BoxSpace.Component(
        name: "\(name)_\(steps)_steps_ago", bounds: bounds, kind: kind, unit: unit)
  }
}
