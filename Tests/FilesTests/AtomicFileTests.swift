import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a file is made, then replaced`() throws {
    let url = folder.file("notes with spaces.txt")
    try AtomicFile.write(Data("one".utf8), to: url)
    #expect(try Data(contentsOf: url) == Data("one".utf8))
    try AtomicFile.write(Data(), to: url)
    #expect(try Data(contentsOf: url) == Data())
    #expect(try folder.names == ["notes with spaces.txt"])
  }

  @Test func `while it is written, the old contents are there to read`() throws {
    let url = folder.file("x")
    try AtomicFile.write(Data("old".utf8), to: url)
    try AtomicFile.replace(at: url) { temporary in
      try Data("new".utf8).write(to: temporary)
      #expect(try Data(contentsOf: url) == Data("old".utf8))
      #expect(temporary.lastPathComponent.hasPrefix(".x.tmp-"))
      #expect(temporary.deletingLastPathComponent().path == folder.url.path)
    }
    #expect(try Data(contentsOf: url) == Data("new".utf8))
  }

  @Test func `a failure on the way leaves the old contents and nothing else`() throws {
    struct Failure: Error {}
    let url = folder.file("x")
    try AtomicFile.write(Data("old".utf8), to: url)
    #expect(throws: Failure.self) {
      try AtomicFile.replace(at: url) { temporary in
        try Data("half of the n".utf8).write(to: temporary)
        throw Failure()
      }
    }
    #expect(try Data(contentsOf: url) == Data("old".utf8))
    #expect(try folder.names == ["x"])
  }

  @Test func `leftovers of processes that are gone are removed`() throws {
    let host = ProcessInfo.processInfo.hostName
    // Linux gives out process numbers below 2^22.
    let dead = ".x.tmp-\(host)-99999999-1"
    let kept = [
      ".x.tmp-\(host)-1-1",  // Process 1 lives as long as the computer.
      ".x.tmp-\(host)-\(getppid())-3",
      ".x.tmp-elsewhere-99999999-1",
      ".xy.tmp-\(host)-99999999-1",
      ".x.tmp-\(host)-notes",
    ]
    for name in kept + [dead] { try Data().write(to: folder.file(name)) }
    try AtomicFile.write(Data(), to: folder.file("x"))
    #expect(try folder.names == (kept + ["x"]).sorted())
  }

  @Test func `what stands in the way is named`() throws {
    func reason(_ url: URL) -> String? {
      let error = #expect(throws: FileError.self) { try AtomicFile.write(Data([1]), to: url) }
      #expect(error?.path == url.path)
      return error?.system.reason
    }
    #expect(reason(folder.file("no/folder")) == "there is no such file or folder")
    try Data().write(to: folder.file("file"))
    #expect(reason(folder.file("file/x")) == "a part of the path is not a folder")
    try FileManager.default.createDirectory(
      at: folder.file("taken"), withIntermediateDirectories: false)
    #expect(reason(folder.file("taken")) == "it is a folder")
    #expect(try folder.names == ["file", "taken"])
  }

  @Test func `a folder that may not be written to is named`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      let url = folder.file("x")
      let error = #expect(throws: FileError.self) { try AtomicFile.write(Data([1]), to: url) }
      #expect(
        error?.description == """
          \(url.path): cannot write it: permission denied. \
          Change the permissions or choose another place.
          """)
    }
  }

  @Test func `a relative path works`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      #expect(FileManager.default.changeCurrentDirectoryPath(folder.url.path))
      try AtomicFile.write(Data("x".utf8), to: URL(filePath: "relative"))
      #expect(try folder.names == ["relative"])
    }
  }
}
