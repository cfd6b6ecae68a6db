import Agents
import Environments
import Foundation
import Testing

@Suite struct RefusedStepTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "agents-refusal-\(UUID().uuidString)", directoryHint: .isDirectory)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Saves a run, has its next step refused, and goes on from the file.
  private func expectRefusal(
    _ configuration: TrainingConfiguration, registry: EnvironmentRegistry = .standard,
    _ reason: String
  ) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = try Trainer(configuration, registry: registry, laneCount: 1)
    let checkpoint = folder.appending(path: "checkpoint.h5")
    try trainer.save(to: checkpoint)
    let before = trainer.parameterBits
    let error = #expect(throws: TrainingError.self) { _ = try trainer.advance() }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("K-FAC's step 1 was refused: \(reason)"), "\(text)")
    #expect(text.contains("The parameters are those before the step."))
    #expect(trainer.parameterBits == before)
    let resumed = try Trainer(resuming: checkpoint, registry: registry, laneCount: 1)
    #expect(resumed.parameterBits == before && resumed.updateCount == 0)
  }

  @Test func `a factor that is not finite is refused by its layer and side`() throws {
    var registry = EnvironmentRegistry()
    try registry.register(
      EnvironmentDescription(id: "Faulty-v0", summary: "Too large.", maximumEpisodeSteps: 100) {
        FaultyWorld(fault: .size)
      })
    var configuration = TrainingConfiguration(
      algorithm: .acktr, environment: EnvironmentConfiguration(id: "Faulty-v0"),
      isRecurrent: false)
    configuration.normalization.observations = false
    try expectRefusal(
      configuration, registry: registry,
      "the factor of the inputs of actor_0 holds a value that is infinite or not a number.")
  }

  @Test func `a divergence that explodes is refused, and the step is taken back`() throws {
    var configuration = TrainingConfiguration(
      algorithm: .acktr, environment: EnvironmentConfiguration(id: "CartPole-v1"),
      isRecurrent: false)
    configuration.learning.learningRate = 1e5
    configuration.learning.optimizer.kfac?.klClip = 1e12
    try expectRefusal(
      configuration, "the divergence of the policy from the one before is ")
  }
}
