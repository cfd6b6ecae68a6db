import Foundation
import SwiftProtobuf
import TensorBoard
import TestSupport
import Testing

@Suite struct EventFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func events(in url: URL) throws -> [Event] {
    let bytes = [UInt8](try Data(contentsOf: url))
    return try RecordFile.records(in: bytes).map { try Event(serializedBytes: Array(bytes[$0])) }
  }

  /// The steps of all files' values, file after file.
  private func steps() throws -> [[Int64]] {
    try EventFile.files(in: folder.url).map { url in
      try events(in: url).filter { $0.step > 0 }.map(\.step)
    }
  }

  /// Writes a value for each step, as a run that begins after `start` and is killed after `end`.
  private func run(from start: Int, to end: Int) throws {
    let file = try EventFile(in: folder.url, afterStep: start)
    for step in start + 1..<end + 1 {
      try file.append(scalars: [("a", Double(step) / 2)], step: step)
    }
    try file.synchronize()
  }

  @Test func `a file begins with its version and holds the values with their tags`() throws {
    let file = try EventFile(in: folder.url, afterStep: 0)
    try file.append(scalars: [("group/a", 0.1), ("b", -2)], step: 7)
    try file.append(histograms: [("c", [1, 2, 4]), ("nothing", [])], step: 8)
    try file.synchronize()
    let url = try #require(try EventFile.files(in: folder.url).first)
    let events = try events(in: url)
    #expect(events.map(\.step) == [0, 7, 8])
    #expect(events[0].fileVersion == "brain.Event:2")
    #expect(events[1].summary.value.map(\.tag) == ["group/a", "b"])
    #expect(events[1].summary.value.map(\.simpleValue) == [0.1, -2])
    #expect(events[2].summary.value.map(\.tag) == ["c"])
    // Seconds since 1970, as in the file's name, at which TensorBoard puts the values.
    let began = try #require(url.lastPathComponent.split(separator: ".").dropFirst(3).first)
    #expect(Double(began) == events[0].wallTime.rounded(.down))
    #expect((1.7e9..<4e9).contains(events[0].wallTime))
    #expect(events.map(\.wallTime).allSatisfy { (0..<3600).contains($0 - events[0].wallTime) })
  }

  @Test func `a run that goes on removes what was written after its checkpoint`() throws {
    try run(from: 0, to: 5)
    try run(from: 3, to: 4)
    #expect(try steps() == [[1, 2, 3], [4]])
    try run(from: 2, to: 3)
    #expect(try steps() == [[1, 2], [3]])
    try run(from: 0, to: 1)
    #expect(try steps() == [[1]])
  }

  @Test func `an event that a kill cut off is removed, and the others stay`() throws {
    try run(from: 0, to: 4)
    let url = try EventFile.files(in: folder.url)[0]
    let whole = try Data(contentsOf: url)
    try whole.dropLast(3).write(to: url)
    try run(from: 3, to: 4)
    #expect(try steps() == [[1, 2, 3], [4]])
    #expect(try whole.starts(with: Data(contentsOf: EventFile.files(in: folder.url)[0])))
  }

  @Test func `settings become hyperparameters by their paths`() throws {
    let settings = """
      {"algorithm": "ppo", "seed": 7, "policy": {"isRecurrent": true, "width": 64}, "kl": null}
      """
    let hparams = try HParamsData(configuration: settings, startTime: 12).sessionStartInfo
    #expect(
      hparams.hparams == [
        "algorithm": "ppo", "seed": 7, "policy.isRecurrent": true, "policy.width": 64,
      ])
    #expect(hparams.startTimeSecs == 12)
  }
}
