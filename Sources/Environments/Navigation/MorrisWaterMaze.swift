import Tensors

/// The Morris water maze as Liu and Borisyuk (2023, arXiv 2306.01066) pose it: find a hidden platform in
/// a square arena of 300 units by what the walls look like, from a random start.
///
/// The agent is a point with a heading, an angle from x towards y. Rays in equal steps of field of view /
/// ray count, the first half the field of view below the heading, each give the colour of what they
/// meet, times 1 - distance / diagonal of the arena. The last number of the observation says whether the
/// agent stands on the platform. Instead of the rays there can be an image from the agent's eyes.
///
/// With y upwards, as in maps and videos, the heading grows anticlockwise, so that the first rays look to
/// the right. (The paper's own pictures have y downwards and are mirrored.)
public struct MorrisWaterMaze: Environment {
  private let configuration: WaterMazeConfiguration
  private let arena: WaterMazeArena
  /// What the agent sees where that is an image.
  private let view: WaterMazeView?

  private var position = SIMD2(WaterMazeArena.size / 2, WaterMazeArena.size / 2)
  /// In radians from x towards y.
  private var heading = 0.0
  private var platform: WaterMazePlatform
  /// How many steps in a row the agent has stood on the platform.
  private var stepsOnPlatform = 0

  /// What a turn adds to the heading, in radians, and how far a step forward goes.
  private static let turn = 0.1
  private static let stride = 3.0

  public init(_ configuration: WaterMazeConfiguration = WaterMazeConfiguration()) {
    self.configuration = configuration
    arena = WaterMazeArena(configuration)
    view = configuration.view == .image ? WaterMazeView(configuration, arena: arena) : nil
    platform = WaterMazePlatform(configuration)
  }

  static let description = EnvironmentDescription(
    id: "MorrisWaterMaze-v0",
    summary: "Find a hidden platform in a square arena by the colours of its walls.",
    family: "Navigation", maximumEpisodeSteps: 200, arguments: WaterMazeConfiguration.self
  ) { MorrisWaterMaze($0) }

  public var observationSpace: BoxSpace {
    if view != nil {
      return .image(
        "view", channels: 3, height: configuration.viewHeight, width: configuration.viewWidth)
        + BoxSpace([.value("on_platform", 0...1)])
    }
    return BoxSpace(
      (0..<configuration.rayCount).flatMap { ray in
        ["red", "green", "blue"].map { .value("ray_\(ray)_\($0)", 0...1) }
      } + [.value("on_platform", 0...1)])
  }

  /// 0 turns to the right, which lowers the heading, 1 goes forward, 2 turns to the left, 3 stays.
  public var actionSpace: ActionSpace { .discrete(4) }

  public var actionLabels: [QuantityLabel] { ["turn_right", "forward", "turn_left", "stay"] }

  public mutating func reset(using random: inout RandomStream) {
    platform.place(using: &random)
    start(using: &random)
  }

  /// Puts the agent anywhere off the platform, far enough from it, with any heading.
  private mutating func start(using random: inout RandomStream) {
    repeat {
      position = WaterMazeArena.randomPlace(margin: WaterMazeArena.wallGap, using: &random)
    } while platform.contains(position)
      || platform.distance(to: position) < configuration.leastStartDistance
    heading = random.uniform(0, 2 * .pi)
    stepsOnPlatform = 0
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    switch action[0] {
    case 0: heading -= Self.turn
    case 1: position = arena.advance(from: position, heading: heading, by: Self.stride)
    case 2: heading += Self.turn
    default: break
    }
    stepsOnPlatform = platform.contains(position) ? stepsOnPlatform + 1 : 0
    guard stepsOnPlatform >= configuration.requiredSteps else {
      return StepResult(reward: configuration.stepReward)
    }
    let reward = configuration.platformReward + configuration.stepReward
    guard configuration.ending == .relocate else {
      return StepResult(reward: reward, outcome: .terminated)
    }
    start(using: &random)
    return StepResult(reward: reward)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    if let view {
      view.draw(from: position, heading: heading, platform: platform, into: &observation)
    } else {
      arena.look(from: position, heading: heading, platform: platform, into: &observation)
    }
    observation[observation.count - 1] = platform.contains(position) ? 1 : 0
  }

  public func save(to state: inout EnvironmentState) {
    state["position"] = [position.x, position.y]
    state["heading"] = [heading]
    state["platform"] = [platform.center.x, platform.center.y]
    state["steps_on_platform"] = [Double(stepsOnPlatform)]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let place = try state.values("position", count: 2)
    let center = try state.values("platform", count: 2)
    position = SIMD2(place[0], place[1])
    platform.center = SIMD2(center[0], center[1])
    heading = try state.value("heading")
    stepsOnPlatform = try state.count("steps_on_platform")
  }

  /// `position` and `platform` are x and y; `heading` is in radians, from 0 to a whole turn;
  /// `goal_distance` is from the centre of the platform, and `quadrant` where the agent is.
  public var diagnostics: KeyValuePairs<String, [Double]> {
    let turns = (heading / (2 * .pi)).rounded(.down)
    return [
      "position": [position.x, position.y], "heading": [heading - 2 * .pi * turns],
      "on_platform": [platform.contains(position) ? 1 : 0],
      "platform": [platform.center.x, platform.center.y],
      "goal_distance": [platform.distance(to: position)],
      "quadrant": [Double(WaterMazeArena.quadrant(of: position))],
    ]
  }

  /// Lengths are in units of the arena, which stand for no unit of the world.
  public var diagnosticLabels: [QuantityLabel] {
    [
      QuantityLabel("heading", unit: "rad"),
      QuantityLabel("on_platform", classes: [0: "no", 1: "yes"]),
      QuantityLabel(
        "quadrant",
        classes: [0: "low x, low y", 1: "high x, low y", 2: "low x, high y", 3: "high x, high y"]),
    ]
  }

  /// The centre of the platform, as x and y.
  public var episodeFacts: KeyValuePairs<String, [Double]> {
    ["platform": [platform.center.x, platform.center.y]]
  }

  /// Seen from above, x to the right and y upwards. The task has no unit of time; a video takes 13 seconds
  /// for 200 steps.
  public var picture: EnvironmentPicture? {
    EnvironmentPicture(
      Scenes.waterMaze,
      positions: WaterMazeArena.drawn(position) + [heading],
      boxes: arena.boxes + [platform.box], duration: 1.0 / 15)
  }

  public var floorPlan: FloorPlan? {
    FloorPlan(
      position: "position", x: 0...WaterMazeArena.size, y: 0...WaterMazeArena.size,
      walls: arena.walls,
      regions: [
        FloorPlan.Region(
          "platform", halfSize: SIMD2(repeating: platform.halfSize),
          center: configuration.placement == .fixed ? platform.center : nil)
      ])
  }
}
