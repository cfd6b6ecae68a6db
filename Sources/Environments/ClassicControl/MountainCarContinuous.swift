import Tensors

/// A weak car in a valley that is to reach the hill on the right by swinging, with a motor whose use
/// costs. Equal to `MountainCarContinuous-v0` of Gymnasium 0.29.
public struct MountainCarContinuous: Environment {
  private var car = MountainCarMotion()
  private let goalVelocity: Double

  private static let goal = 0.45
  private static let power = 0.0015

  public init(_ arguments: MountainCarArguments = MountainCarArguments()) {
    goalVelocity = arguments.goalVelocity
  }

  static let description = EnvironmentDescription(
    id: "MountainCarContinuous-v0",
    summary: "Drive a weak car out of a valley by swinging, and save fuel.",
    family: "Classic control", maximumEpisodeSteps: 999, arguments: MountainCarArguments.self
  ) { MountainCarContinuous($0) }

  public var observationSpace: BoxSpace { BoxSpace(MountainCarMotion.components) }

  public var actionSpace: ActionSpace { .box(low: [-1], high: [1]) }

  public var actionLabels: [QuantityLabel] { ["force"] }

  public mutating func reset(using random: inout RandomStream) {
    car.position = random.uniform(-0.6, -0.4)
    car.velocity = 0
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    let action = Double(action[0])
    car.move(acceleration: min(max(action, -1), 1) * Self.power)
    let isThere = car.position >= Self.goal && car.velocity >= goalVelocity
    // The original keeps its state in single precision.
    car.position = Double(Float(car.position))
    car.velocity = Double(Float(car.velocity))
    return StepResult(
      reward: (isThere ? 100 : 0) - 0.1 * action * action,
      outcome: isThere ? .terminated : .running)
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
