import Environments
import Tensors
import Testing

/// A camera of 2 channels, 2 rows and 3 columns that counts steps, with or without a vector behind it.
private struct Camera: Environment {
  var hasJoints = false
  /// What each pixel of the first channel is more than the last step's number.
  var offset: Float = 0
  private var time: Float = 0

  init(hasJoints: Bool = false, offset: Float = 0) {
    self.hasJoints = hasJoints
    self.offset = offset
  }

  var observationSpace: BoxSpace {
    let view = BoxSpace.image("view", channels: 2, height: 2, width: 3)
    return hasJoints
      ? view + BoxSpace([.position("angle"), .category("gear", of: 2), .velocity("speed")]) : view
  }

  var actionSpace: ActionSpace { .discrete(2) }

  mutating func reset(using random: inout RandomStream) { time = 0 }

  mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    time += 1
    return StepResult(reward: Double(time))
  }

  func observe(into observation: inout MutableSpan<Float>) {
    for index in 0..<6 { observation[index] = 10 * Float(index) + time + (time > 0 ? offset : 0) }
    for index in 6..<12 { observation[index] = 255 - time }
    if hasJoints {
      (observation[12], observation[13], observation[14]) = (-time, 1, time / 2)
    }
  }

  func save(to state: inout EnvironmentState) { state["time"] = [Double(time)] }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    time = Float(try state.value("time"))
  }

  var description: EnvironmentDescription {
    EnvironmentDescription(id: "Camera-v0", summary: "Counts.", maximumEpisodeSteps: nil) { self }
  }

  static func harness(
    hasJoints: Bool = false, _ change: (inout ObservationConfiguration) -> Void = { _ in }
  ) throws -> Harness {
    var options = BatchOptions()
    change(&options.observation)
    return try Harness(
      Camera(hasJoints: hasJoints).description, indices: 0..<1, options: options)
  }

  /// What the camera shows after so many steps.
  static func view(_ time: Int) -> [Float] {
    (0..<6).map { Float(10 * $0 + time) } + [Float](repeating: Float(255 - time), count: 6)
  }
}

@Suite struct ImageSpaceTests {
  private let view = ObservationLayout.Field("view", shape: [2, 2, 3], element: .uint8)

  @Test func `an image has a shape, and a component for each channel of each pixel`() {
    let space = BoxSpace.image("grid", channels: 4, height: 10, width: 8, isSymbolic: true)
    #expect(
      space.layout.fields
        == [.init("grid", shape: [4, 10, 8], element: .uint8, isSymbolic: true)])
    #expect(space.size == 320)
    let components = space.components
    #expect(components.count == 320)
    #expect(Set(components.map(\.name)).count == 320)
    #expect(components[2 * 80 + 3 * 8 + 7].name == "grid_2_3_7")
    #expect(components.allSatisfy { $0.bounds == 0...255 && $0.kind == .value })
  }

  @Test func `joined fields keep their order, names and shapes`() {
    let space =
      BoxSpace.image("left", channels: 1, height: 2, width: 2)
      + BoxSpace([.value("touch")], named: "skin")
      + .image("right", channels: 1, height: 1, width: 2)
    #expect(space.layout.description == "left [1, 2, 2], skin [1], right [1, 1, 2]")
    #expect(
      space.components.map(\.name)
        == ["left_0_0_0", "left_0_0_1", "left_0_1_0", "left_0_1_1", "touch"]
        + ["right_0_0_0", "right_0_0_1"])
    #expect(space.indices(named: "right") == 5..<7)
    #expect(space.indices(named: "touch") == 4..<5)
    #expect(space.indices(named: "skin") == nil)
  }

  @Test(arguments: standardIDs)
  func `an observation of numbers alone is one vector`(id: String) throws {
    let spaces = try EnvironmentRegistry.standard.find(id).environment.spaces()
    if spaces.observation.layout.isVector {
      #expect(spaces.seen.layout == .vector(spaces.seen.components.count))
    }
  }

  @Test func `an image goes through a batch as it is`() throws {
    let harness = try Camera.harness()
    #expect(harness.batch.observationSpace.layout == ObservationLayout([view]))
    #expect(try harness.reset() == Camera.view(0))
    try harness.step([1])
    #expect(harness.rows.observations.values == Camera.view(1))
  }

  @Test func `the last action and reward follow an image as a vector`() throws {
    let harness = try Camera.harness {
      $0.includesPreviousAction = true
      $0.includesPreviousReward = true
    }
    #expect(
      harness.batch.observationSpace.layout.description == "view [2, 2, 3], previous [3]")
    #expect(try harness.reset() == Camera.view(0) + [0, 0, 0])
    try harness.step([1])
    #expect(harness.rows.observations.values == Camera.view(1) + [0, 1, 1])
  }

  @Test func `categories and the last reward join the vector that follows an image`() throws {
    let harness = try Camera.harness(hasJoints: true) { $0.includesPreviousReward = true }
    #expect(
      harness.batch.observationSpace.layout.description == "view [2, 2, 3], observation [5]")
    try harness.reset()
    try harness.step([0])
    #expect(harness.rows.observations.values == Camera.view(1) + [-1, 0, 1, 0.5, 1])
  }

  @Test func `stacked images have more channels, each field oldest first`() throws {
    let harness = try Camera.harness(hasJoints: true) {
      $0.frameStack = 3
      $0.includesPreviousReward = true
      $0.selection = .withoutPositions
    }
    #expect(
      harness.batch.observationSpace.layout
        == ObservationLayout([
          .init("view", shape: [6, 2, 3], element: .uint8), .init("observation", shape: [12]),
        ]))
    let first: [Float] = [0, 1, 0, 0]
    #expect(
      try harness.reset()
        == Camera.view(0) + Camera.view(0) + Camera.view(0) + first + first + first)
    try harness.step([0])
    let saved = harness.batch.save()
    try harness.step([0])
    let expected =
      Camera.view(0) + Camera.view(1) + Camera.view(2) + first + [0, 1, 0.5, 1] + [0, 1, 1, 2]
    #expect(harness.rows.observations.values == expected)
    try harness.batch.restore(saved)
    try harness.step([0])
    #expect(harness.rows.observations.values == expected)
  }

  @Test func `an image is selected as a whole, in any place`() throws {
    let harness = try Camera.harness(hasJoints: true) {
      $0.selection = .components([14] + Array(0..<12) + [12])
    }
    #expect(
      harness.batch.observationSpace.layout.description
        == "observation [1], view [2, 2, 3], observation_2 [1]")
    try harness.reset()
    try harness.step([0])
    #expect(harness.rows.observations.values == [0.5] + Camera.view(1) + [-1])
    let blind = try Camera.harness(hasJoints: true) { $0.selection = .components([12, 14]) }
    #expect(blind.batch.observationSpace.layout == .vector(2))
  }

  @Test func `what an image cannot be is an error`() {
    func message(
      hasJoints: Bool = true, _ change: @escaping (inout ObservationConfiguration) -> Void
    ) -> String {
      let error = #expect(throws: EnvironmentSetupError.self) {
        try Camera.harness(hasJoints: hasJoints, change)
      }
      return error?.description ?? ""
    }
    let torn =
      "The image 'view' of Camera-v0's observation cannot be taken apart; select it as a whole, by its "
      + "name, or leave it out."
    #expect(message { $0.selection = .components([12, 0]) } == torn)
    #expect(message { $0.selection = .components(Array((0..<12).reversed())) } == torn)
    #expect(
      message { $0.noise = 1 }
        == "The image 'view' of Camera-v0's observation consists of bytes, which cannot have noise; leave "
        + "out the noise, or the image.")
    #expect(
      message(hasJoints: false) { $0.selection = .withoutVelocities }
        == "Camera-v0's observation cannot be split into velocities and the rest, so that it has no "
        + "variant without velocities.")
  }

  @Test(arguments: [0.5, -60, 300, .infinity] as [Float])
  func `a number that is no byte stops the run and is named`(offset: Float) throws {
    let harness = try Harness(Camera(offset: offset).description, indices: 0..<1)
    try harness.reset()
    let failure = #expect(throws: EnvironmentFailure.self) { try harness.step([0]) }
    let value = 1 + offset
    #expect(
      failure?.problem
        == (offset.isFinite
          ? .image(component: "view_0_0_0", index: 0, value: value)
          : .observation(component: "view_0_0_0", index: 0, value: value)))
  }
}
