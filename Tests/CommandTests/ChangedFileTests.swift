import Foundation
import HDF5
import Testing

/// Files that were changed after they were written: refused, unless that is accepted.
@Suite struct ChangedFileTests {
  private let place: Workplace
  private let checkpoint = TinyRun.checkpoint(afterUpdate: 3)

  init() throws {
    place = try Workplace()
    let outcome = try place.agents(
      TinyRun.arguments(updates: 3).map { $0 == "CartPole-v1" ? "CartPoleNoVel-v1" : $0 }
        + ["--recurrent", "--hidden-size", "8"])
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  /// Replaces text in a file by text of the same length.
  private func replace(_ old: String, by new: String, in path: String) throws {
    #expect(old.utf8.count == new.utf8.count)
    var data = try place.contents(of: path)
    var start = data.startIndex
    var count = 0
    while let range = data.range(of: Data(old.utf8), in: start..<data.endIndex) {
      data.replaceSubrange(range, with: Data(new.utf8))
      start = range.upperBound
      count += 1
    }
    #expect(count > 0, "\(path) has '\(old)'")
    try data.write(to: place[path])
  }

  /// Flips the least bit of the value in the middle of a dataset.
  private func flipBit(of dataset: String, in path: String) throws {
    var data = try place.contents(of: path)
    let bytes = try HDF5File(reading: place[path]).readBytes(dataset).bytes
    let range = try #require(data.range(of: Data(bytes)))
    data[range.lowerBound + bytes.count / 8 * 4] ^= 1
    try data.write(to: place[path])
  }

  private func expectAcceptance(_ arguments: [String], of file: String) throws {
    let refused = try place.agents(arguments)
    #expect(refused.status == 65 && !refused.endedBySignal, "\(arguments): \(refused.error)")
    #expect(refused.error.contains(file), "\(refused.error)")
    #expect(refused.error.contains("it is damaged or was changed"), "\(refused.error)")
    #expect(refused.error.contains("--accept-changed"), "\(refused.error)")
    let accepted = try place.agents(arguments + ["--accept-changed"])
    #expect(accepted.status == 0, "\(arguments): \(accepted.error)")
  }

  @Test func `every command that reads a changed file takes it when told so`() throws {
    let evaluate = ["evaluate", checkpoint, "--episodes", "3", "--max-steps", "20"]
    #expect(
      try place.agents(
        evaluate + ["--dump", "traj.h5", "--compression", "0", "--record", "activations"]
      ).status == 0)
    let points = [
      "analyze", "fixed-points", checkpoint, "--trajectories", "traj.h5", "--starts", "5",
    ]
    #expect(try place.agents(points).status == 0)
    try flipBit(of: "episode_0/hidden_states", in: "traj.h5")
    try expectAcceptance(points, of: "traj.h5")
    try expectAcceptance(["plot", "hidden", "traj.h5", "-o", "a.png", "--force"], of: "traj.h5")
    try expectAcceptance(
      [
        "plot", "units", "traj.h5", "-o", "b.png", "--force", "--position", "observations",
        "--shuffles", "2",
      ], of: "traj.h5")

    try flipBit(of: "parameters/critic_0/weight", in: checkpoint)
    try expectAcceptance(evaluate, of: checkpoint)
    try expectAcceptance(
      ["train", "--resume", TinyRun.folder, "--num-env-steps", "512", "--quiet"],
      of: "update_000003.h5")
  }

  @Test func `what an accepted file says is checked all the same, by training and evaluation`()
    throws
  {
    let whole = try place.contents(of: checkpoint)
    let commands = [
      ["evaluate", checkpoint, "--episodes", "1", "--max-steps", "5", "--accept-changed"],
      ["train", "--resume", TinyRun.folder, "--num-env-steps", "512", "--accept-changed"],
    ]
    let layers = #"  "layerCount" : 2"#
    for (old, new, message) in [
      (#"  "hiddenSize" : 8"#, #""hiddenSize":99999"#, "need at least"),
      (#"  "hiddenSize" : 8"#, #" "hiddenSize" : -8"#, "it must be from 1 to a million"),
      (layers, #" "layerCount":9999"#, "it must be from 0 to 1000"),
      (layers, #"  "layerCount": -2"#, "it cannot be negative"),
    ] {
      for command in commands {
        try whole.write(to: place[checkpoint])
        try replace(old, by: new, in: checkpoint)
        let outcome = try place.agents(command)
        #expect(outcome.status == 65 && !outcome.endedBySignal, "\(outcome.error)")
        #expect(outcome.error.contains(message), "\(new): \(outcome.error)")
      }
    }
  }

  @Test func `--accept-changed without a file to read is refused`() throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 1) + ["--accept-changed"])
    #expect(outcome.status == 64 && outcome.error.contains("goes with --resume"))
  }
}
