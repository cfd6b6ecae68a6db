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
  /// A number or a category of the environment's observation: which it is, and from where on the newest
  /// one is seen.
  private let parts: [(index: Int, encoding: ObservationEncoding, place: Int)]
  /// Images, likewise.
  private let images: [(range: Range<Int>, place: Int)]
  /// The standard deviation of the noise on numbers.
  private let noise: Float
  /// How each component of the previous action is seen; empty where it is not.
  private let actionEncodings: [ObservationEncoding]
  private let showsReward: Bool
  /// From where on the previous action and reward are seen.
  private let previousPlace: Int
  /// Where each field is in one observation, and how many observations are seen at once.
  private let fields: [Range<Int>]
  private let frameCount: Int

  /// - Parameters:
  ///   - own: What the environment's id stands for.
  ///   - configuration: What the user asks for, on top of it.
  init(
    of space: BoxSpace, actions: ActionSpace, own: ObservationConfiguration,
    configuration: ObservationConfiguration, id: String
  ) throws(EnvironmentSetupError) {
    let first = try own.selection.indices(in: space, id: id)
    let visible = try space.selecting(first, id: id)
    let second = try configuration.selection.indices(in: visible, id: id)
    let selected = try visible.selecting(second, id: id)
    let indices = (second ?? Array(0..<visible.size)).map { first?[$0] ?? $0 }
    let noise = configuration.noise ?? own.noise ?? 0
    guard noise >= 0 && noise.isFinite else {
      throw EnvironmentSetupError.impossibleNoise(id: id, noise)
    }
    if noise > 0, let image = selected.layout.fields.first(where: { $0.element == .uint8 }) {
      throw EnvironmentSetupError.noisyImage(id: id, field: image.name)
    }
    guard Self.frameCounts.contains(configuration.frameStack) else {
      throw EnvironmentSetupError.impossibleFrameStack(id: id, configuration.frameStack)
    }
    self.noise = Float(noise)
    actionEncodings =
      configuration.includesPreviousAction ? ObservationEncoding.encodings(of: actions) : []
    showsReward = configuration.includesPreviousReward
    frameCount = configuration.frameStack
    var previous = [BoxSpace.Component]()
    if configuration.includesPreviousAction { previous += actions.previousActionComponents }
    if configuration.includesPreviousReward { previous.append(.value("previous_reward")) }
    let frame = selected.encoded.appending(previous)
    fields = frame.fieldRanges
    self.space = frame.stacked(frameCount)
    isIdentity = self.space == space && noise == 0

    var parts = [(index: Int, encoding: ObservationEncoding, place: Int)]()
    var images = [(range: Range<Int>, place: Int)]()
    for (number, range) in selected.fieldRanges.enumerated() {
      // A field's newest observation stands after its older ones.
      var place = fields[number].lowerBound + (frameCount - 1) * fields[number].upperBound
      switch selected.fields[number] {
      case .image:
        let start = indices[range.lowerBound]
        images.append((start..<start + range.count, place))
      case .vector(_, let components):
        for (component, index) in zip(components, indices[range]) {
          parts.append((index, component.encoding, place))
          place += component.encoding.width
        }
      }
    }
    (self.parts, self.images) = (parts, images)
    previousPlace = self.space.size - previous.count
  }

  /// More than that is a mistake.
  private static let frameCounts = 1...1000

  /// What the view of one environment has to remember.
  func makeMemory(noise random: RandomStream) -> ObservationMemory {
    ObservationMemory(
      noise: random, noAction: actionEncodings.map(\.absence),
      framesSize: frameCount > 1 ? space.size : 0)
  }

  /// Writes what the policy sees of `observation` into `seen`.
  @inline(never)
  func apply(
    to observation: Span<Float>, memory: inout ObservationMemory,
    into seen: inout MutableSpan<Float>
  ) {
    for (range, place) in images {
      for offset in 0..<range.count {
        seen[place + offset] = observation[range.lowerBound + offset]
      }
    }
    for (index, encoding, place) in parts {
      var (value, place) = (observation[index], place)
      if noise > 0, case .number = encoding { value += noise * Float(memory.noise.normal()) }
      encoding.write(value, into: &seen, at: &place)
    }
    var place = previousPlace
    for (index, encoding) in actionEncodings.enumerated() {
      encoding.write(memory.previousAction[index], into: &seen, at: &place)
    }
    if showsReward { seen[place] = memory.previousReward }
    if frameCount > 1 { memory.completeFrames(&seen, fields: fields, count: frameCount) }
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
