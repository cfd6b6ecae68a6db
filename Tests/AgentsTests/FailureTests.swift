import Agents
import Environments
import Foundation
import Synchronization
import Testing

@Suite("Numbers that cannot be learnt from")
struct FailureTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "agents-failure-\(UUID().uuidString)", directoryHint: .isDirectory)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A registry whose world fails in the environment made last, of index 5 among six.
  private func registry(_ fault: FaultyWorld.Fault) throws -> EnvironmentRegistry {
    let made = Mutex(0)
    var registry = EnvironmentRegistry()
    try registry.register(
      EnvironmentDescription(
        id: "Faulty-v0", summary: "Fails.", maximumEpisodeSteps: 100
      ) {
        // The trainer makes one to look at its spaces first.
        let number = made.withLock { made in
          defer { made += 1 }
          return made
        }
        return FaultyWorld(fault: number == 6 ? fault : nil)
      })
    return registry
  }

  private var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: .ppo, environment: EnvironmentConfiguration(id: "Faulty-v0"), isRecurrent: false)
    configuration.environmentCount = 6
    configuration.stepCount = 16
    configuration.totalSteps = 6 * 16 * 5
    // The fault is to come while it trains.
    configuration.normalization.warmUpSteps = 0
    configuration.ppo.minibatchCount = 2
    return configuration
  }

  @Test(
    "an environment's bad step stops the training with its index, step and quantity, not its file",
    arguments: [
      (FaultyWorld.Fault.reward, "the reward is nan"),
      (.observation, "component 1 (speed) is inf"), (.exception, "the simulator gave up"),
    ])
  func environment(fault: FaultyWorld.Fault, message: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = try Trainer(configuration, registry: registry(fault), laneCount: 2)
    try trainer.advance(updates: 2)
    let checkpoint = folder.appending(path: "checkpoint.h5")
    try trainer.save(to: checkpoint)
    let saved = try Data(contentsOf: checkpoint)

    // Step 40 lies in the third rollout of 16 steps.
    let failure = #expect(throws: EnvironmentFailure.self) { _ = try trainer.advance() }
    #expect(failure?.environmentID == "Faulty-v0")
    #expect(failure?.index == 5)
    #expect(failure?.step == 40)
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
    #expect(trainer.updateCount == 2)
    #expect(try Data(contentsOf: checkpoint) == saved)
  }

  @Test(
    "a gradient that is not finite stops the update and names the parameter",
    arguments: Algorithms.names)
  func gradient(algorithm: AlgorithmName) throws {
    var configuration = TrainingConfiguration(
      algorithm: algorithm, environment: EnvironmentConfiguration(id: "CartPole-v1"),
      isRecurrent: false)
    configuration.normalization.rewards = false
    configuration.normalization.rewardScale = 1e38
    let trainer = try Trainer(configuration, laneCount: 1)
    let before = trainer.parameterBits
    let error = #expect(throws: TrainingError.self) { _ = try trainer.advance() }
    // The actor of A2C sees the same advantages, and comes first.
    let parameter = algorithm == .ppo ? "critic_0/weight" : "actor_0/weight"
    #expect(error?.description.hasPrefix("The gradient of \(parameter) is not a finite") == true)
    #expect(trainer.parameterBits == before)
  }

  @Test("parameters that are not finite are not saved over those that are")
  func parameters() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = TrainingConfiguration(
      algorithm: .a2c, environment: EnvironmentConfiguration(id: "CartPole-v1"),
      isRecurrent: false)
    configuration.learning.learningRate = 1e40
    let trainer = try Trainer(configuration, laneCount: 1)
    let checkpoint = folder.appending(path: "checkpoint.h5")
    try trainer.save(to: checkpoint)
    let saved = try Data(contentsOf: checkpoint)
    // One step of that length leaves single precision.
    _ = try trainer.advance()
    let error = #expect(throws: TrainingError.self) { try trainer.save(to: checkpoint) }
    #expect(error?.description.hasPrefix("The parameter actor_0/weight is ") == true)
    #expect(try Data(contentsOf: checkpoint) == saved)
  }
}
