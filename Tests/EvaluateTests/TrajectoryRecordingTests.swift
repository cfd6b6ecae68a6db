import Environments
import Evaluate
import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct TrajectoryRecordingTests {
  private let folder = try! TemporaryFolder()

  private func evaluator(records: Bool = true) throws -> Evaluator {
    var configuration = EvaluationConfiguration()
    configuration.episodeCount = 3
    configuration.maximumSteps = 20
    configuration.recording.isOn = records
    return try Evaluator(Policies.cartPole(), configuration, laneCount: 2)
  }

  /// Any file will do: its digest is written down.
  private func checkpoint() throws -> URL {
    let url = folder.file("policy.h5")
    try Data("policy".utf8).write(to: url)
    return url
  }

  @Test func `the episodes that are returned are those in the file`() throws {
    let evaluator = try evaluator()
    let url = folder.file("traj.h5")
    let recording = try TrajectoryRecording(
      of: evaluator, from: checkpoint(), to: [.file(url)])
    var shown = [Int]()
    let results = try evaluator.run(
      recordingTo: recording, show: { shown.append($0.result.number) })
    #expect(shown == [0, 1, 2])
    let reader = try TrajectoryReader(url)
    #expect(!reader.isUnfinished)
    #expect(reader.episodes.map(\.number) == results.map(\.number))
    #expect(reader.episodes.map(\.length) == results.map(\.length))
    #expect(reader.episodes.map(\.episodeReturn) == results.map(\.episodeReturn))
    #expect(
      try HDF5File(reading: url).readAttribute("checkpoint_sha256")
        == "823412d1eacb67956220e532959f0104603057c88704863ca38e7cd188fda812")
  }

  @Test func `a cancelled evaluation leaves the whole episodes`() throws {
    let evaluator = try evaluator()
    let url = folder.file("traj.h5")
    let recording = try TrajectoryRecording(
      of: evaluator, from: checkpoint(), to: [.file(url)])
    let results = try evaluator.run(recordingTo: recording, isCancelled: { true })
    #expect(results.isEmpty)
    #expect(try HDF5File(reading: url).readAttribute("total_episodes") == 0)
  }

  @Test func `an evaluation that records nothing has no file`() throws {
    let error = #expect(throws: EvaluationError.self) {
      try TrajectoryRecording(
        of: evaluator(records: false), from: checkpoint(), to: [.file(folder.file("traj.h5"))])
    }
    #expect(error?.description.contains("recording.isOn") == true)
    #expect(try folder.names == ["policy.h5"])
  }
}
