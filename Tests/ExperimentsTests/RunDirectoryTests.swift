import Experiments
import Files
import Foundation
import Testing

@Suite final class RunDirectoryTests {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func touch(_ url: URL) throws { try Data().write(to: url) }

  @Test func `a new run gets a folder of its own, whatever is there`() throws {
    let names = try (0..<3).map { _ in
      try RunDirectory.create(root: root, name: "swing", seed: 7).url.lastPathComponent
    }
    #expect(names == ["swing_s7", "swing_s7_2", "swing_s7_3"])
    try touch(root.appending(path: "swing/swing_s8"))
    let other = try RunDirectory.create(root: root, name: "swing", seed: 8)
    #expect(other.url.lastPathComponent == "swing_s8_2")
    #expect(other.configuration.path == root.path + "/swing/swing_s8_2/config.json")
    #expect(try Folder.names(in: other.url) == ["checkpoints"])
  }

  @Test func `runs that start at the same time never share a folder`() throws {
    let root = root
    let found = Collector()
    DispatchQueue.concurrentPerform(iterations: 40) { _ in
      let run = try? RunDirectory.create(root: root, name: "x", seed: 1)
      found.add(run?.url.lastPathComponent ?? "failed")
    }
    let expected = ["x_s1"] + (2...40).map { "x_s1_\($0)" }
    #expect(Set(found.all) == Set(expected))
  }

  @Test(arguments: ["", ".", "..", ".hidden", "a/b", "/", "a\0b"])
  func `a name that cannot be that of a folder is refused`(_ name: String) throws {
    #expect(throws: RunDirectoryError.unusableName(name)) {
      try RunDirectory.create(root: root, name: name, seed: 1)
    }
    #expect(!FileManager.default.fileExists(atPath: root.path))
  }

  @Test func `a place where no folder can be made is named`() throws {
    try touch(root)
    let error = #expect(throws: FileError.self) {
      try RunDirectory.create(root: root.appending(path: "runs"), name: "x", seed: 1)
    }
    #expect(
      error?.description == """
        \(root.path)/runs/x: cannot make this folder: a part of the path is not a folder. \
        Check the path.
        """)
  }

  @Test func `a run is opened again`() throws {
    let run = try RunDirectory.create(root: root, name: "x", seed: 1)
    try AtomicFile.write(Data("{}".utf8), to: run.configuration)
    let path = root.path + "/x/x_s1"
    for path in [path, path + "/"] {
      let opened = try RunDirectory.open(URL(filePath: path))
      #expect(opened.configuration.path == run.configuration.path)
    }
  }

  @Test func `what is not a run is refused with a hint`() throws {
    func refusal(_ path: String) -> String? {
      #expect(throws: RunDirectoryError.self) {
        try RunDirectory.open(root.appending(path: path))
      }?.description
    }
    for seed in [1, 2] as [UInt64] {
      let run = try RunDirectory.create(root: root, name: "x", seed: seed)
      try touch(run.configuration)
    }
    #expect(
      refusal("y") == """
        \(root.path)/y: there is no such run. Check the path; runs are kept in \
        runs/NAME/NAME_sSEED.
        """)
    #expect(
      refusal("x/x_s1/config.json") == """
        \(root.path)/x/x_s1/config.json: this is a file. Give the folder of the run instead.
        """)
    #expect(
      refusal("x") == """
        \(root.path)/x: this is not the folder of a run, but it holds some: x_s1, x_s2. \
        Give one of them.
        """)
    #expect(
      refusal("x/x_s1/checkpoints") == """
        \(root.path)/x/x_s1/checkpoints: this is not the folder of a run, because there is no \
        config.json in it. Runs are kept in runs/NAME/NAME_sSEED.
        """)
    try FileManager.default.removeItem(at: root.appending(path: "x/x_s1/checkpoints"))
    #expect(
      refusal("x/x_s1") == """
        \(root.path)/x/x_s1: the run is not complete: 'checkpoints' is missing. Restore it, or \
        start a new run.
        """)
  }

  @Test func `checkpoints are found by number`() throws {
    let run = try RunDirectory.create(root: root, name: "x", seed: 1)
    #expect(try run.newestCheckpoint() == nil)
    for update in [9, 10, 999_999, 1_000_000, 123] {
      try touch(run.checkpoint(afterUpdate: update).url)
    }
    let folder = run.url.appending(path: "checkpoints")
    // None of these is a name that we give.
    for name in [
      "update_2000000.h5.part", "update_00000003000000.h5", "update_-00004.h5", "other_000005.h5",
      ".update_000123.h5.tmp-host-1-1", "update_.h5", ".h5",
    ] { try touch(folder.appending(path: name)) }

    #expect(run.checkpoint(afterUpdate: 123).url.lastPathComponent == "update_000123.h5")
    #expect(try run.existingCheckpoints().map(\.update) == [9, 10, 123, 999_999, 1_000_000])
    #expect(try run.newestCheckpoint()?.url.lastPathComponent == "update_1000000.h5")

    try run.removeCheckpoints(keeping: 2)
    #expect(try run.existingCheckpoints().map(\.update) == [999_999, 1_000_000])
    try run.removeCheckpoints(keeping: 5)
    #expect(try run.existingCheckpoints().count == 2)
    #expect(try Folder.names(in: folder).count == 9)
  }

  @Test func `the checkpoint before the first update goes when there is another`() throws {
    let run = try RunDirectory.create(root: root, name: "x", seed: 1)
    try touch(run.checkpoint(afterUpdate: 0).url)
    try run.removeCheckpoints(keeping: 2)
    #expect(try run.existingCheckpoints().map(\.update) == [0])
    try touch(run.checkpoint(afterUpdate: 7).url)
    try run.removeCheckpoints(keeping: 2)
    #expect(try run.existingCheckpoints().map(\.update) == [7])
  }

  @Test func `the folder that a run was made in is known, and that of one that was moved is not`()
    throws
  {
    let run = try RunDirectory.create(root: root, name: "x", seed: 1)
    #expect(run.root?.filePath == root.filePath + "/")
    try touch(run.configuration)
    let moved = root.appending(path: "moved")
    try FileManager.default.moveItem(at: run.url, to: moved)
    #expect(try RunDirectory.open(moved).root == nil)
  }
}

/// Collects texts from several threads.
private final class Collector: @unchecked Sendable {
  private let lock = NSLock()
  private var texts = [String]()

  func add(_ text: String) { lock.withLock { texts.append(text) } }
  var all: [String] { lock.withLock { texts } }
}
