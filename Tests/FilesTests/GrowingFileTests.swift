import Files
import Foundation
import TestSupport
import Testing

@Suite struct GrowingFileTests {
  let folder: TemporaryFolder
  let url: URL

  init() throws {
    folder = try TemporaryFolder()
    url = folder.file("letters.txt")
  }

  /// Writes pieces one by one into the file at a path, which it makes with a head.
  private static func write(_ pieces: [String], to copy: URL) throws {
    if !FileManager.default.fileExists(atPath: copy.path) { try Data("^".utf8).write(to: copy) }
    let handle = try FileHandle(forWritingTo: copy)
    try handle.seekToEnd()
    for piece in pieces { try handle.write(contentsOf: Data(piece.utf8)) }
    try handle.close()
  }

  private func growing(replacing: Bool = false) throws -> GrowingFile<String> {
    try GrowingFile(at: url, replacing: replacing, write: Self.write)
  }

  private var text: String? { try? String(contentsOf: url, encoding: .utf8) }

  @Test func `pieces are seen when they are published`() throws {
    let file = try growing()
    #expect(text == nil)
    for (index, piece) in ["a", "b", "c", "d", "e"].enumerated() {
      file.append(piece)
      file.append("-")
      #expect(text == (index == 0 ? nil : "^" + "a-b-c-d-e-".prefix(2 * index)))
      try file.publish()
      #expect(text == "^" + "a-b-c-d-e-".prefix(2 * index + 2))
    }
    file.append("f")
    try file.close()
    #expect(text == "^a-b-c-d-e-f")
    #expect(try folder.names == ["letters.txt"])
  }

  @Test func `a file without pieces is published at the end`() throws {
    try growing().close()
    #expect(text == "^")
  }

  @Test func `a file that nobody closes leaves what was published`() throws {
    do {
      let file = try growing()
      file.append("a")
      try file.publish()
      file.append("b")
    }
    #expect(text == "^a")
    #expect(try folder.names == ["letters.txt"])
  }

  @Test func `whoever is writing a copy does not touch the published one`() throws {
    let url = url
    let file = try GrowingFile<String>(at: url, replacing: false) { pieces, copy in
      let before = try? Data(contentsOf: url)
      for piece in pieces {
        try Self.write([piece], to: copy)
        #expect(before == (try? Data(contentsOf: url)))
      }
      try Self.write([], to: copy)
    }
    for piece in ["a", "b", "c", "d"] {
      file.append(piece)
      file.append("-")
      try file.publish()
    }
    try file.close()
    #expect(text == "^a-b-c-d-")
  }

  @Test func `who has it open goes on reading what was there`() throws {
    let file = try growing()
    file.append("a")
    try file.publish()
    let reader = try FileHandle(forReadingFrom: url)
    try #require(flock(reader.fileDescriptor, LOCK_SH) == 0)
    for piece in ["b", "c", "d"] {
      file.append(piece)
      try file.publish()
    }
    try file.close()
    #expect(try reader.readToEnd() == Data("^a".utf8))
    #expect(text == "^abcd")
    #expect(try folder.names == ["letters.txt"])
  }

  @Test func `after trouble the rest is published once it is over`() throws {
    final class Disk { var isFull = false }
    struct Full: Error {}
    let disk = Disk()
    let file = try GrowingFile<String>(at: url, replacing: false) { pieces, copy in
      try Self.write(Array(pieces.prefix(1)), to: copy)
      if disk.isFull { throw Full() }
      try Self.write(Array(pieces.dropFirst()), to: copy)
    }
    for piece in ["a", "b"] {
      file.append(piece)
      try file.publish()
    }
    disk.isFull = true
    file.append("c")
    file.append("d")
    for _ in 0..<3 {
      #expect(throws: Full.self) { try file.publish() }
      #expect(text == "^ab")
      #expect(try folder.names == ["letters.txt"])
    }
    disk.isFull = false
    try file.close()
    #expect(text == "^abcd")
  }

  @Test func `a file that is there stays unless it is to be replaced, and until then`() throws {
    try Data("old".utf8).write(to: url)
    let error = #expect(throws: FileError.self) { try growing() }
    #expect(error?.system.code == EEXIST && error?.path == url.path)
    let file = try growing(replacing: true)
    file.append("a")
    #expect(text == "old")
    try file.publish()
    #expect(text == "^a")
    file.append("b")
    try file.close()
    #expect(text == "^ab")
    #expect(try folder.names == ["letters.txt"])
  }

  @Test func `a file that came meanwhile is not replaced`() throws {
    let file = try growing()
    file.append("a")
    try Data("other".utf8).write(to: url)
    let error = #expect(throws: FileError.self) { try file.publish() }
    #expect(error?.system.code == EEXIST)
    #expect(text == "other")
  }

  @Test func `a folder in the way is named`() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    let error = #expect(throws: FileError.self) { try growing(replacing: true) }
    #expect(error?.system.code == EISDIR)
    #expect(try folder.names == ["letters.txt"])
  }

  /// Moments from the first call to well beyond the last, in microseconds.
  @Test(arguments: [0, 100, 300, 700, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000])
  func `a kill leaves whole pieces`(_ delay: Int) async throws {
    let path = url.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, delay = delay as Int] in
      let killer = Thread {
        usleep(UInt32(delay))
        kill(getpid(), SIGKILL)
      }
      let file = try GrowingFile<String>(
        at: URL(filePath: path), replacing: false, write: Self.write)
      killer.start()
      for number in 0... {
        file.append("\(number);")
        if number % 3 == 0 { try file.publish() }
      }
    }
    if let text {
      let count = text.count { $0 == ";" }
      #expect(text == "^" + (0..<count).map { "\($0);" }.joined())
      #expect(count % 3 == 1)
    }
    // The next one to write it removes what was left.
    let file = try growing(replacing: true)
    file.append("end")
    try file.close()
    #expect(text == "^end")
    #expect(try folder.names == ["letters.txt"])
  }
}
