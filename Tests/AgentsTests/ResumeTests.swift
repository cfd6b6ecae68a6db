import Agents
import Foundation
import HDF5
import Storage
import Testing

@Suite("Resuming")
struct ResumeTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "agents-resume-\(UUID().uuidString)", directoryHint: .isDirectory)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test(
    "20 updates equal 10, a checkpoint, and 10 more on another number of threads",
    arguments: Configurations.all.map(\.name))
  func exactness(name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = Configurations[name]
    let uninterrupted = try Trainer(configuration, laneCount: 2)
    try uninterrupted.advance(updates: 20)

    let checkpoint = folder.appending(path: "checkpoint.h5")
    let first = try Trainer(configuration, laneCount: 2)
    try first.advance(updates: 10)
    try first.save(to: checkpoint)
    let second = try Trainer(resuming: checkpoint, laneCount: 3)
    #expect(second.updateCount == 10)
    try second.advance(updates: 10)
    #expect(second.parameterBits == uninterrupted.parameterBits)
    #expect(second.episodes == uninterrupted.episodes)

    // Everything else that a checkpoint holds is equal as well: so are the files.
    let files = [uninterrupted, second].enumerated().map { index, trainer in
      (trainer, folder.appending(path: "end-\(index).h5"))
    }
    for (trainer, file) in files { try trainer.save(to: file) }
    #expect(try Data(contentsOf: files[0].1) == Data(contentsOf: files[1].1))
  }

  @Test(
    "a checkpoint made before the first update is a beginning like any other",
    arguments: Configurations.all.map(\.name))
  func beginning(name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = Configurations[name]
    let checkpoint = folder.appending(path: "checkpoint.h5")
    let first = try Trainer(configuration, laneCount: 1)
    try first.save(to: checkpoint)
    let second = try Trainer(resuming: checkpoint, laneCount: 1)
    try first.advance(updates: 3)
    try second.advance(updates: 3)
    #expect(first.parameterBits == second.parameterBits)
  }

  @Test("a part of the checkpoint that is left out begins anew, and the others do not")
  func forgetting() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = Configurations["PPO, recurrent, continuous, physics"]
    let checkpoint = folder.appending(path: "checkpoint.h5")
    let first = try Trainer(configuration, laneCount: 1)
    try first.advance(updates: 3)
    try first.save(to: checkpoint)
    let fresh = try Trainer(configuration, laneCount: 1)
    for part in CheckpointPart.allCases {
      let second = try Trainer(
        resuming: checkpoint, totalSteps: nil, registry: .standard, laneCount: 1,
        forgetting: [part])
      #expect(second.parameterBits == first.parameterBits)
      let steps = (part == .optimizer ? fresh : first).algorithm.optimizer.stepCount
      #expect(second.algorithm.optimizer.stepCount == steps)
      let (found, kept) = (second.collector.normalizer, first.collector.normalizer)
      #expect(
        found.observations.moments
          == (part == .observations
            ? RunningMoments(size: first.policy.observationSize) : kept.observations.moments))
      #expect(
        found.rewards.moments
          == (part == .returns ? RunningMoments(size: 1) : kept.rewards.moments))
    }
  }

  @Test("a checkpoint of another policy size is refused and names the parameter")
  func foreignSize() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = try Trainer(Configurations["PPO, feed-forward, discrete"], laneCount: 1)
    let checkpoint = folder.appending(path: "checkpoint.h5")
    try trainer.save(to: checkpoint)
    try HDF5File.replace(at: checkpoint) { file in
      try CheckpointFormat.stamp(file)
      var other = trainer.configuration
      other.policy.hiddenSize = 25
      try file.writeAttribute("configuration", try CheckpointFormat.encode(other))
      try file.writeAttribute("update_count", 0)
      try file.writeAttribute("step_count", 0)
      try file.write([Float](repeating: 0, count: 24), shape: [24], to: "parameters/actor_0/bias")
    }
    let error = #expect(throws: HDF5Error.self) { _ = try Trainer(resuming: checkpoint) }
    #expect(error?.object?.contains("parameters/actor_0") == true)
    #expect(error?.isBadData == true)
  }
}
