import Foundation
import TestSupport
import Testing
import YAML

@Suite struct PlainFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ name: String) -> String { folder.file(name).path(percentEncoded: false) }

  private func failure(_ path: String, limit: Int = 1 << 20) throws -> PlainFile.Failure {
    try #require(throws: PlainFile.Failure.self) { try PlainFile.text(of: path, limit: limit) }
  }

  @Test func `a file on a disk is read`() throws {
    try Data("text\n".utf8).write(to: folder.file("file"))
    #expect(try PlainFile.text(of: place("file"), limit: 5) == "text\n")
    try FileManager.default.createSymbolicLink(
      atPath: place("link"), withDestinationPath: place("file"))
    #expect(try PlainFile.text(of: place("link"), limit: 5) == "text\n")
    // What the system makes up has no size.
    #expect(try PlainFile.text(of: "/proc/self/comm", limit: 1000).hasSuffix("\n"))
  }

  @Test func `a pipe and a device are refused at once`() throws {
    #expect(unsafe mkfifo(place("pipe"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: place("link"), withDestinationPath: "/dev/zero")
    for path in [place("pipe"), place("link"), "/dev/zero", "/dev/null"] {
      #expect(try failure(path) == .notRegular, "\(path)")
    }
  }

  @Test func `what cannot be read is told apart`() throws {
    #expect(try failure(place("gone")) == .system(code: ENOENT))
    #expect(try failure(folder.url.path(percentEncoded: false)) == .system(code: EISDIR))
    try Data("123456".utf8).write(to: folder.file("long"))
    #expect(try failure(place("long"), limit: 5) == .tooLarge(limit: 5))
    #expect(try failure(place("long") + "\0.yaml") == .system(code: ENOENT))
    try Data([0xff]).write(to: folder.file("bytes"))
    #expect(try failure(place("bytes")) == .notText)
  }
}
