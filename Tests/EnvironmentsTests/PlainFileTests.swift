import Environments
import Foundation
import Testing

@Suite struct PlainFileTests {
  private let folder: TaskFolder

  init() throws { folder = try TaskFolder() }

  private func failure(_ path: String, limit: Int = 1 << 20) throws -> PlainFile.Failure {
    try #require(throws: PlainFile.Failure.self) { try PlainFile.text(of: path, limit: limit) }
  }

  @Test func `a file on a disk is read`() throws {
    try folder.write("text\n", "file")
    #expect(try PlainFile.text(of: folder.path("file"), limit: 5) == "text\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("file"))
    #expect(try PlainFile.text(of: folder.path("link"), limit: 5) == "text\n")
    // What the system makes up has no size.
    #expect(try PlainFile.text(of: "/proc/self/comm", limit: 1000).hasSuffix("\n"))
  }

  @Test func `a pipe and a device are refused at once`() throws {
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "/dev/zero")
    for path in [folder.path("pipe"), folder.path("link"), "/dev/zero", "/dev/null"] {
      #expect(try failure(path) == .notRegular, "\(path)")
    }
  }

  @Test func `what cannot be read is told apart`() throws {
    #expect(try failure(folder.path("gone")) == .system(code: ENOENT))
    #expect(try failure(folder.path("")) == .system(code: EISDIR))
    try folder.write("123456", "long")
    #expect(try failure(folder.path("long"), limit: 5) == .tooLarge(limit: 5))
    #expect(try failure(folder.path("long") + "\0.yaml") == .system(code: ENOENT))
    try Data([0xff]).write(to: folder.url.appending(path: "bytes"))
    #expect(try failure(folder.path("bytes")) == .notText)
  }
}
