import Files
import Foundation
import TestSupport
import Testing

@Suite struct AppendingFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a pipe in the place of a file is refused, whether or not somebody reads it`() throws {
    let pipe = folder.file("run.log")
    try #require(unsafe mkfifo(pipe.path, 0o600) == 0)
    func refusal() throws -> String {
      "\(try #require(throws: FileError.self) { try AppendingFile(continuing: pipe) })"
    }
    #expect(try refusal().contains("it is not a regular file"))
    let reader = unsafe open(pipe.path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    #expect(try refusal().contains("it is not a regular file"))
  }

  @Test func `what is appended follows what was there`() throws {
    let url = folder.file("run.log")
    try AppendingFile(creating: url).append(Data("one\n".utf8))
    try AppendingFile(continuingOrCreating: url).append(Data("two\n".utf8))
    #expect(try String(contentsOf: url, encoding: .utf8) == "one\ntwo\n")
  }
}
