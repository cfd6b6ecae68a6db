import Tensors

/// A weak car in a valley that is to reach the hill on the right by swinging, pushed to the left, not at
/// all, or to the right. Equal to `MountainCar-v0` of Gymnasium 0.29.
public struct MountainCar: Environment {
  private var car = MountainCarMotion()
  private let goalVelocity: Double

  private static let goal = 0.5

  public init(_ arguments: MountainCarArguments = MountainCarArguments()) {
    goalVelocity = arguments.goalVelocity
  }

  static let description = EnvironmentDescription(
    id: "MountainCar-v0", summary: "Drive a weak car out of a valley by swinging.",
    family: "Classic control", maximumEpisodeSteps: 200, arguments: MountainCarArguments.self
  ) { MountainCar($0) }

  public var observationSpace: BoxSpace { BoxSpace(MountainCarMotion.components) }

  public var actionSpace: ActionSpace { .discrete(3) }

  /// The way the car is pushed.
  public var actionLabels: [QuantityLabel] { ["left", "none", "right"] }

  public mutating func reset(using random: inout RandomStream) {
    car.position = random.uniform(-0.6, -0.4)
    car.velocity = 0
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    car.move(acceleration: 0.001 * (Double(action[0]) - 1))
    let isThere = car.position >= Self.goal && car.velocity >= goalVelocity
    return StepResult(reward: -1, outcome: isThere ? .terminated : .running)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    car.observe(into: &observation)
  }

  public func save(to state: inout EnvironmentState) { car.save(to: &state) }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try car.restore(from: state)
  }

  public var picture: EnvironmentPicture? { car.picture(goal: Self.goal) }
}
