import Agents
import Foundation
import HDF5
import Storage
import Tensors
import Testing

/// Nothing that a checkpoint says is believed, even where its changes are accepted.
@Suite struct CheckpointDecodingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "agents-decoding-\(UUID().uuidString)", directoryHint: .isDirectory)
  private let url: URL
  private let configuration = Configurations["PPO, recurrent, continuous, physics"]

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.appending(path: "checkpoint.h5")
    let trainer = try Trainer(configuration, laneCount: 1)
    try trainer.advance(updates: 2)
    try trainer.save(to: url)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func expectRefusal(_ object: String, _ what: String) {
    let plain = #expect(throws: HDF5Error.self) { _ = try Trainer(resuming: url, laneCount: 1) }
    #expect(plain?.cause == .changed, "\(what): \(plain?.description ?? "")")
    let error = #expect(throws: HDF5Error.self) {
      _ = try Trainer(resuming: url, laneCount: 1, acceptingChanges: true)
    }
    #expect(error?.cause == .wrongShape, "\(what): \(error?.description ?? "")")
    #expect(error?.description.contains(object) == true, "\(what): \(error?.description ?? "")")
  }

  @Test func `counters that cannot be are refused`() throws {
    defer { remove() }
    let whole = try Data(contentsOf: url)
    let bad = [Int.max, Int.min, -1, 1_000_000_000_000]
    for (name, object, expected) in [
      ("update_count", "/", "updates"), ("step_count", "/", "updates"),
      ("step_count", "optimizer", "step_count"), ("count", "episodes", "count"),
      ("observation_size", "policy", "policy"),
    ] {
      for value in bad + (object == "/" ? [0, 1, 3] : []) {
        try whole.write(to: url)
        let file = try HDF5File(extending: url, form: .earliest, reportedAs: url)
        try file.updateAttribute(name, value, of: object)
        try file.close()
        expectRefusal(expected, "\(object) \(name) = \(value)")
      }
    }
  }

  /// Replaces the first value of a dataset by other bytes, where they lie in the file.
  private func replaceFirst<Value: HDF5Element>(
    of path: String, by value: Value, in whole: Data
  ) throws {
    try whole.write(to: url)
    let bytes = Data(try HDF5File(reading: url).readBytes(path).bytes)
    // Counters of several kinds may be the same bytes; those that are checked are the last ones.
    let place = try #require(
      whole.range(of: bytes, options: .backwards), "\(path) lies in one piece")
    var data = whole
    let new = unsafe withUnsafeBytes(of: value) { unsafe Data($0) }
    data.replaceSubrange(place.lowerBound..<place.lowerBound + new.count, with: new)
    try data.write(to: url)
  }

  @Test func `counters in datasets, statistics and numbers that cannot be are refused`() throws {
    defer { remove() }
    let whole = try Data(contentsOf: url)
    for path in ["environments/elapsed_steps", "environments/episode_length"] {
      for value in [Int.max, -1, 1_000_000_000_000] {
        try replaceFirst(of: path, by: value, in: whole)
        expectRefusal("environments/e", "\(path) = \(value)")
      }
    }
    for path in ["random/environments", "random/actions"] {
      for value in [UInt64.max, 1 << 62] {
        try replaceFirst(of: path, by: value, in: whole)
        expectRefusal(path, "\(path) = \(value)")
      }
    }
    for (path, values) in [
      ("normalization/observations/mean", [Double.nan, .infinity]),
      ("normalization/observations/variance", [-1, .nan, .infinity]),
      ("normalization/rewards/variance", [-0.5]),
    ] {
      for value in values {
        try replaceFirst(of: path, by: value, in: whole)
        expectRefusal("normalization", "\(path) = \(value)")
      }
    }
    for path in ["parameters/gru/input_weight", "rollout/observations"] {
      for value in [Float.nan, .infinity] {
        try replaceFirst(of: path, by: value, in: whole)
        expectRefusal(path.hasPrefix("p") ? "parameters" : path, "\(path) = \(value)")
      }
    }
  }

  @Test func `a policy that does not fit the run is refused`() throws {
    defer { remove() }
    let whole = try Data(contentsOf: url)
    // As long as what they replace, so that everything stays in its place.
    for (old, new) in [
      ("    \"_0\" : 1", "  \"_0\": -100"), ("    \"_0\" : 1", "\"_0\":9999999"),
    ] {
      #expect(old.utf8.count == new.utf8.count)
      let place = try #require(whole.range(of: Data(old.utf8)))
      try (whole[..<place.lowerBound] + Data(new.utf8) + whole[place.upperBound...]).write(to: url)
      expectRefusal("policy", new)
    }
  }

  @Test func `every flipped bit of a checkpoint is noticed`() throws {
    defer { remove() }
    let whole = try Data(contentsOf: url)
    var random = RandomStream(seed: 3, purpose: .environment)
    for _ in 0..<300 {
      let bit = random.integer(below: whole.count * 8)
      var data = whole
      data[bit / 8] ^= UInt8(1 << (bit % 8))
      try data.write(to: url)
      #expect(throws: HDF5Error.self, "bit \(bit)") { try CheckpointFormat.open(url) }
    }
  }

  @Test func `a value that was changed on purpose is resumed from when that is accepted`() throws {
    defer { remove() }
    let whole = try Data(contentsOf: url)
    try replaceFirst(of: "parameters/critic_0/weight", by: Float(0.25), in: whole)
    let error = #expect(throws: HDF5Error.self) { _ = try Trainer(resuming: url, laneCount: 1) }
    #expect(error?.cause == .changed && error?.description.contains("--accept-changed") == true)
    let trainer = try Trainer(resuming: url, laneCount: 1, acceptingChanges: true)
    let slot = try #require(trainer.policy.layout.slots.first { $0.name == "critic_0/weight" })
    #expect(trainer.policy.parameter(slot)[0, 0] == 0.25)
    try trainer.advance(updates: 1)
  }
}
