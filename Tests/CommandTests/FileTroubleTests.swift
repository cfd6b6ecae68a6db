import Foundation
import HDF5
import Storage
import Testing

@Suite("Files that are wrong, missing or cannot be written")
struct FileTroubleTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func expectFailure(
    _ arguments: [String], status: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try place.agents(arguments)
    #expect(outcome.status == status && !outcome.endedBySignal, sourceLocation: sourceLocation)
    #expect(
      outcome.error.contains(message), "\(outcome.error)", sourceLocation: sourceLocation)
    expectOneParagraph(outcome, sourceLocation: sourceLocation)
  }

  // MARK: - Resuming

  @Test("a place without a run cannot be resumed")
  func noRun() throws {
    try expectFailure(["train", "--resume", "gone"], status: 74, "there is no such run.")
    try expectFailure(
      ["train", "--resume", "gone.h5"], status: 74, "there is no such file or folder.")
    try expectFailure(["train", "--resume", "."], status: 65, "there is no config.json in it.")
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    try expectFailure(["train", "--resume", "runs/tiny"], status: 65, "it holds one: tiny_s1.")
    try FileManager.default.removeItem(at: place[TinyRun.checkpoint(afterUpdate: 1)])
    try expectFailure(
      ["train", "--resume", TinyRun.folder], status: 65, "the run has no checkpoint yet")
  }

  @Test("what is no checkpoint is refused, whether it is named itself or lies in the run")
  func noCheckpoint() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    let path = TinyRun.checkpoint(afterUpdate: 2)
    let whole = try place.contents(of: path)
    let foreign = place["foreign.h5"]
    try HDF5File.replace(at: foreign) { file in
      try file.write([1.0, 2, 3], shape: [3], to: "numbers")
    }
    let contents: [(Data, String)] = [
      (whole.prefix(whole.count / 2), "it is cut off or damaged"), (Data(), "it is empty"),
      (Data("update,steps\n".utf8), "it is not an HDF5 file"),
      (try Data(contentsOf: foreign), "it is an HDF5 file, but not a checkpoint"),
    ]
    let log = try place.contents(of: "\(TinyRun.folder)/progress.csv")
    for (data, message) in contents {
      try data.write(to: place["other"])
      try expectFailure(["train", "--resume", "other"], status: 65, message)
      try data.write(to: place[path])
      try expectFailure(["train", "--resume", TinyRun.folder], status: 65, message)
      try expectFailure(["train", "--resume", path], status: 65, message)
      #expect(try place.contents(of: "\(TinyRun.folder)/progress.csv") == log)
    }
    try whole.write(to: place[path])
    #expect(try place.agents("train", "--resume", TinyRun.folder).status == 0)
  }

  @Test("a checkpoint whose policy has another size than its configuration says is refused")
  func otherSize() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    let url = place[TinyRun.checkpoint(afterUpdate: 1)]
    let configuration: String = try HDF5File(reading: url).readAttribute("configuration")
    try HDF5File.replace(at: url) { file in
      try CheckpointFormat.stamp(file)
      try file.writeAttribute("configuration", configuration)
      try file.writeAttribute("update_count", 1)
      try file.writeAttribute("step_count", 128)
      for name in ["actor_0/weight", "actor_0/bias"] {
        try file.write([Float](repeating: 0, count: 3), shape: [3], to: "parameters/\(name)")
      }
    }
    try expectFailure(["train", "--resume", TinyRun.folder], status: 65, "parameters/actor_0")
  }

  @Test("flags that contradict a resumed run are refused by the names of the settings")
  func otherSettings() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    try expectFailure(
      ["train", "--resume", TinyRun.folder, "--lr", "0.5", "--algo", "a2c"], status: 64,
      #"would change them to "algorithm" : "a2c", "learningRate" : 0.5."#)
    // Those that agree are as good as none.
    let same = ["train", "--resume", TinyRun.folder, "--lr", "3e-4", "--num-env-steps", "384"]
    #expect(try place.agents(same).status == 0)
    #expect(place.exists(TinyRun.checkpoint(afterUpdate: 3)))
  }

  @Test("going on from an older checkpoint is refused, because it would lose the newer one")
  func olderCheckpoint() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2) + ["--save-interval", "1"]).status == 0)
    try expectFailure(
      ["train", "--resume", TinyRun.checkpoint(afterUpdate: 1)], status: 64, "update_000002.h5")
    #expect(
      try place.agents("train", "--resume", TinyRun.checkpoint(afterUpdate: 2)).status == 0)
  }

  @Test("a run that is at work cannot be resumed by another process")
  func locked() throws {
    let first = try place.start(TinyRun.arguments(updates: 1_000_000) + ["--save-interval", "1"])
    first.wait { place.exists(TinyRun.checkpoint(afterUpdate: 1)) }
    try expectFailure(
      ["train", "--resume", TinyRun.folder], status: 74, "another program is at work there.")
    first.send(SIGTERM)
    #expect(try first.wait().status == SIGTERM)
  }

  // MARK: - Writing

  @Test("a folder that cannot be made ends with status 74")
  func unwritable() throws {
    try Data("a file".utf8).write(to: place["file"])
    for option in ["--log-dir", "--save-dir"] {
      for folder in ["file", "file/below", "/proc/agents", "/dev/null/agents"] {
        try expectFailure(
          TinyRun.arguments(updates: 1) + [option, folder], status: 74, "cannot make this folder")
      }
    }
    #expect(try place.text(of: "file") == "a file")
  }

  @Test("a disk that becomes full ends with status 74, and the run can go on when there is room")
  func fullDisk() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    let before = try place.contents(of: TinyRun.checkpoint(afterUpdate: 2))
    // No file may be larger than 32 KiB, which is less than a checkpoint.
    let resume = "agents train --resume \(TinyRun.folder) --num-env-steps 512"
    let outcome = try place.bash("ulimit -f 32; \(resume) --quiet")
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("the file would become larger than is allowed here"))
    #expect(outcome.error.contains("This ended the training in update 3; the last checkpoint is"))
    expectOneParagraph(outcome)
    #expect(try place.names(in: "\(TinyRun.folder)/checkpoints") == ["update_000002.h5"])
    #expect(try place.contents(of: TinyRun.checkpoint(afterUpdate: 2)) == before)
    #expect(try place.bash(resume).status == 0)
    #expect(place.rowCount(of: TinyRun.folder) == 4)
  }

  @Test("a log that cannot grow ends with status 74 and only whole rows")
  func fullLog() throws {
    let first = try place.start(TinyRun.arguments(updates: 1000))
    first.wait { place.rowCount(of: TinyRun.folder) >= 1 }
    first.send(SIGTERM)
    #expect(try first.wait().status == SIGTERM)
    let resume = "agents train --resume \(TinyRun.folder) --save-interval 0"
    let outcome = try place.bash("ulimit -f 4; \(resume) --no-tensorboard --quiet")
    #expect(outcome.status == 74 && outcome.error.contains("progress.csv"))
    let text = try place.text(of: "\(TinyRun.folder)/progress.csv")
    #expect(text.hasSuffix("\n"))
  }

  @Test("numbers that cannot be learnt from end with status 65, and the last checkpoint stays")
  func divergence() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 3)).status == 0)
    let before = try place.contents(of: TinyRun.checkpoint(afterUpdate: 3))
    let outcome = try place.agents(
      TinyRun.arguments(updates: 3) + ["--lr", "1e39", "--save-interval", "1"])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("is not a finite number"), "\(outcome.error)")
    #expect(outcome.error.contains("update_000000.h5."), "\(outcome.error)")
    #expect(try place.names(in: "runs/tiny/tiny_s1_2/checkpoints") == ["update_000000.h5"])
    #expect(try place.contents(of: TinyRun.checkpoint(afterUpdate: 3)) == before)
  }
}
