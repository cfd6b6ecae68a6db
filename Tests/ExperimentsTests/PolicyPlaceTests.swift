import Agents
import Environments
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct PolicyPlaceTests {
  private let folder = try! TemporaryFolder()

  private func train() throws -> RunDirectory {
    var configuration = TrainingConfiguration(
      algorithm: .a2c, environment: EnvironmentConfiguration(id: "CartPole-v1"),
      isRecurrent: false)
    configuration.totalSteps = configuration.rolloutSize
    var options = TrainingRunOptions()
    options.root = folder.url
    options.name = "place"
    options.laneCount = 1
    let run = try TrainingRun(configuration, options: options)
    try run.train()
    return run.directory
  }

  @Test func `a policy is found by its run, by its file and as the newest of all`() throws {
    let run = try train()
    let newest = try #require(try run.newestCheckpoint()?.url.path)
    for place in [run.url, URL(filePath: newest)] {
      let found = try PolicyPlace(place)
      #expect(found.checkpoint.path == newest && !found.isNewest)
      #expect(try found.policy().environment.id == "CartPole-v1")
    }
    let found = try PolicyPlace(nil, in: folder.url)
    #expect(found.checkpoint.path == newest && found.isNewest)
  }

  @Test func `what is not there is told`() throws {
    let run = try train()
    let checkpoint = try #require(try run.newestCheckpoint()?.url)
    #expect(throws: RunPlaceError.bestOfFile(checkpoint)) {
      try PolicyPlace(checkpoint, isBest: true)
    }
    #expect(throws: RunDirectoryError.self) { try PolicyPlace(folder.file("nothing")) }
    try FileManager.default.removeItem(at: checkpoint)
    try? FileManager.default.removeItem(at: run.best)
    let error = #expect(throws: RunPlaceError.self) { try PolicyPlace(run.url) }
    guard case .noCheckpoint = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let missing = #expect(throws: RunPlaceError.self) { try PolicyPlace(run.url, isBest: true) }
    guard case .noBestPolicy = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
  }
}
