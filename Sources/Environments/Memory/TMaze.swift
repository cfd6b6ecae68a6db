import Settings
import Tensors

/// A corridor that ends at a junction. A cue at its beginning, seen in the first step only, tells whether
/// the reward lies to the left or to the right of the junction (Bakker 2002, here without the way back).
///
/// Who goes straight ahead stands at the junction after L steps, so that L sets how long the cue must be
/// remembered. A return of 4 is perfect; a policy that has forgotten the cue gets 1.95 on average.
public struct TMaze: Environment {
  public struct Configuration: EnvironmentArguments {
    /// The number of steps from the cue to the junction, L.
    public var corridorLength = 10
    /// The reward in the right arm.
    public var goalReward = 4.0
    /// The reward of the wrong arm, and of each step into a wall.
    public var penalty = -0.1

    public init() {}

    public static let settings = [
      Setting(
        "corridor_length", \Self.corridorLength,
        "The number of steps from the cue to the junction.",
        in: 1...1_000_000),
      Setting("goal_reward", \Self.goalReward, "The reward in the right arm."),
      Setting(
        "penalty", \Self.penalty, "The reward of the wrong arm, and of each step into a wall."),
    ]
  }

  let configuration: Configuration
  private(set) var place = 0
  private(set) var goalIsLeft = false
  private var stepsTaken = 0

  /// An episode is cut after this many times the least number of steps.
  private static let patience = 10

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  static let description = EnvironmentDescription(
    id: "TMaze-v0",
    summary: "Remember a cue along a corridor and turn to that side at its end.",
    family: "Memory", maximumEpisodeSteps: nil, arguments: Configuration.self
  ) { TMaze($0) }

  public var observationSpace: BoxSpace {
    BoxSpace([
      .value("cue_left", 0...1), .value("cue_right", 0...1), .value("corridor", 0...1),
      .value("junction", 0...1),
    ])
  }

  public var actionSpace: ActionSpace { .discrete(3) }

  public var actionLabels: [QuantityLabel] { ["ahead", "left", "right"] }

  public mutating func reset(using random: inout RandomStream) {
    place = 0
    stepsTaken = 0
    goalIsLeft = random.integer(below: 2) == 0
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    stepsTaken += 1
    let isAtJunction = place == configuration.corridorLength
    let goesAhead = action[0] == 0
    if isAtJunction && !goesAhead {
      let isRight = (action[0] == 1) == goalIsLeft
      return StepResult(
        reward: isRight ? configuration.goalReward : configuration.penalty, outcome: .terminated)
    }
    let moves = goesAhead && !isAtJunction
    if moves { place += 1 }
    let isLate = stepsTaken >= Self.patience * (configuration.corridorLength + 1)
    return StepResult(
      reward: moves ? 0 : configuration.penalty, outcome: isLate ? .truncated : .running)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    // A step into a wall at the very beginning shows the cue no second time.
    let showsCue = stepsTaken == 0
    let isAtJunction = place == configuration.corridorLength
    observation[0] = showsCue && goalIsLeft ? 1 : 0
    observation[1] = showsCue && !goalIsLeft ? 1 : 0
    observation[2] = isAtJunction ? 0 : 1
    observation[3] = isAtJunction ? 1 : 0
  }

  public func save(to state: inout EnvironmentState) {
    state["place"] = [Double(place)]
    state["steps_taken"] = [Double(stepsTaken)]
    state["goal_is_left"] = [goalIsLeft ? 1 : 0]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    place = try state.count("place", in: 0...configuration.corridorLength)
    stepsTaken = try state.count("steps_taken")
    goalIsLeft = try state.count("goal_is_left", in: 0...1) == 1
  }

  public var diagnostics: KeyValuePairs<String, [Double]> {
    ["place": [Double(place)], "goal_is_left": [goalIsLeft ? 1 : 0]]
  }
  public var diagnosticLabels: [QuantityLabel] {
    [
      QuantityLabel("place", unit: "steps"),
      QuantityLabel("goal_is_left", classes: [0: "right", 1: "left"]),
    ]
  }

  public var episodeFacts: KeyValuePairs<String, [Double]> {
    ["goal_is_left": [goalIsLeft ? 1 : 0]]
  }
}
