import Acting
import Environments
import Evaluate
import Foundation
import Settings
import Tensors
import Testing

@Suite struct EvaluationTroubleTests {
  private func error(
    _ change: (inout EvaluationConfiguration) -> Void = { _ in }, policy: TrainedPolicy? = nil,
    in environment: String? = nil
  ) throws -> EvaluationError? {
    var configuration = EvaluationConfiguration()
    change(&configuration)
    return try #require(throws: EvaluationError.self) {
      try Evaluator(
        policy ?? Policies.cartPole(), configuration,
        in: environment.map(EnvironmentConfiguration.init)
      ).run()
    }
  }

  @Test func `impossible settings are refused by name`() throws {
    #expect(
      try error { $0.episodeCount = 0 }
        == .usage("\(setting: "episodeCount") is 0; there must be at least one episode."))
    #expect(
      try error { $0.maximumSteps = 0 }
        == .usage("\(setting: "maximumSteps") is 0; an episode has at least one step."))
  }

  @Test func `an unknown diagnostic is refused with those that exist`() throws {
    let error = try error({ $0.recording.diagnostics = ["speed"] }, policy: Policies.maze())
    #expect(
      error
        == .usage(
          """
          \(setting: "recording") knows no 'speed'. There are activations, state, and of MorrisWaterMaze-v0 \
          position, heading, on_platform, platform, goal_distance, quadrant.
          """))
  }

  @Test func `a policy is not put where it does not fit`() throws {
    #expect(
      try error(in: "CartPole-v1")
        == .unfitting(
          """
          The policy observes 2 numbers, and CartPole-v1 gives 4. It was trained in \
          CartPoleNoVel-v1; an environment with the same observation is needed.
          """))
    #expect(
      try error(in: "MountainCarContinuous-v0")
        == .unfitting(
          """
          The policy's actions do not fit MountainCarContinuous-v0, which takes box(1). It was \
          trained in CartPoleNoVel-v1.
          """))
  }

  @Test func `a failure names the episode, and those before it are delivered`() throws {
    var registry = EnvironmentRegistry()
    try registry.register(
      EnvironmentDescription(id: "Fragile-v0", summary: "Breaks.", maximumEpisodeSteps: 50) {
        Fragile()
      })
    let policy = try Policies.make("Fragile-v0", head: .categorical([2]), observationSize: 1)
    for lanes in [1, 2, 3] {
      var configuration = EvaluationConfiguration()
      configuration.episodeCount = 400
      var delivered = [Int]()
      let evaluator = try Evaluator(
        policy, configuration, registry: registry, laneCount: lanes)
      let error = try #require(throws: EvaluationError.self) {
        try evaluator.run(
          process: { $0.result.number }, deliver: { delivered.append($0) })
      }
      guard case .environment(let episode, let failure) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(failure.problem == .stopped(message: "it broke"))
      #expect(delivered == Array(0..<episode))
      #expect(episode == 44, "the first of this seed that breaks")
    }
  }

  /// Breaks at random, in one of a hundred episodes.
  struct Fragile: Environment {
    private var isFragile = false
    private var steps = 0
    var observationSpace: BoxSpace { BoxSpace([.value("steps")]) }
    var actionSpace: ActionSpace { .discrete(2) }
    mutating func reset(using random: inout RandomStream) {
      isFragile = random.uniform(0, 1) < 0.01
      steps = 0
    }
    mutating func step(
      _ action: Span<Float>, using random: inout RandomStream
    ) throws(EnvironmentError) -> StepResult {
      steps += 1
      if isFragile && steps == 20 { throw EnvironmentError("it broke") }
      return StepResult(reward: 1)
    }
    func observe(into observation: inout MutableSpan<Float>) { observation[0] = Float(steps) }
    func save(to state: inout EnvironmentState) { state["steps"] = [Double(steps)] }
    mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {}
  }
}
