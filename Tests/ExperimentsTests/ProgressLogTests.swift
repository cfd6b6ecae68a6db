import Experiments
import Files
import Foundation
import Testing

@Suite final class ProgressLogTests {
  let folder: URL
  var url: URL { folder.appending(path: "progress.csv") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The rows that every test writes; the mean return is missing at first.
  static func row(_ update: Int) -> [(name: String, value: ProgressValue)] {
    [
      ("steps", ProgressValue(2048 * update)), ("loss", ProgressValue(1 / Double(update))),
      ("mean_return", ProgressValue(update < 3 ? nil : 0.1 * Double(update))),
    ]
  }

  func writeLog(updates: ClosedRange<Int>) throws -> Data {
    try? FileManager.default.removeItem(at: url)
    let log = try ProgressLog(creating: url)
    for update in updates { try log.append(update: update, Self.row(update)) }
    return try Data(contentsOf: url)
  }

  @Test func `rows are written as CSV with the shortest digits`() throws {
    let text = try writeLog(updates: 1...3)
    #expect(
      String(decoding: text, as: UTF8.self) == """
        update,steps,loss,mean_return
        1,2048,1.0,
        2,4096,0.5,
        3,6144,0.3333333333333333,0.30000000000000004

        """)
    #expect(throws: FileError.self) { try ProgressLog(creating: url) }
    #expect(try Data(contentsOf: url) == text)
  }

  @Test func `values are written so that they read back the same`() {
    #expect(ProgressValue(1e-5) != ProgressValue(1e-6))
    #expect(ProgressValue(nil) == .missing)
    #expect(ProgressValue(12) == 12)
  }

  @Test func `each row is there as soon as it is appended`() throws {
    let log = try ProgressLog(creating: url)
    #expect(try Data(contentsOf: url).isEmpty)
    try log.append(update: 1, [("a", 1)])
    #expect(try Data(contentsOf: url) == Data("update,a\n1,1\n".utf8))
    try log.synchronize()
  }

  @Test func `rows appended together are those appended one by one`() throws {
    let whole = try writeLog(updates: 1...4)
    try FileManager.default.removeItem(at: url)
    let log = try ProgressLog(creating: url)
    try log.append((1...3).map { ($0, Self.row($0)) })
    try log.append(update: 4, Self.row(4))
    #expect(try Data(contentsOf: url) == whole)
    let foreign: [(Int, ProgressLog.Row)] = [(5, Self.row(5)), (6, [("other", 1)])]
    #expect(throws: ProgressLogError.self) { try log.append(foreign) }
    #expect(try Data(contentsOf: url) == whole)
  }

  @Test func `a log cut off anywhere and resumed equals one that never stopped`() throws {
    let whole = try writeLog(updates: 1...6)
    let lineEnds = whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }
    for length in 0...whole.count {
      // A checkpoint can only be newer than the rows that were lost if these come again: resume after
      // each update whose row is complete, and after none.
      let complete = max(0, lineEnds.count { $0 < length } - 1)
      for update in 0...complete {
        try whole.prefix(length).write(to: url)
        let log = try ProgressLog(continuing: url, afterUpdate: update)
        for next in update + 1...7 where next < 7 {
          try log.append(update: next, Self.row(next))
        }
        #expect(try Data(contentsOf: url) == whole, "cut at \(length), resumed after \(update)")
      }
    }
  }

  @Test(arguments: ["3,6144,0.3", "3,,,,,,\n\n", "x,y\n4", "\0\0\0\0", "\u{FF}\n\0\n"])
  func `whatever a power cut left behind the rows that are kept is removed`(_ rest: String) throws {
    let kept = try writeLog(updates: 1...2)
    try (kept + Data(rest.utf8)).write(to: url)
    _ = try ProgressLog(continuing: url, afterUpdate: 2)
    #expect(try Data(contentsOf: url) == kept)
    try Data(rest.utf8).write(to: url)
    _ = try ProgressLog(continuing: url, afterUpdate: 0)
    #expect(try Data(contentsOf: url).isEmpty)
  }

  @Test func `a log that is lost is started anew`() throws {
    let log = try ProgressLog(continuing: url, afterUpdate: 5)
    try log.append(update: 6, [("a", 1.5)])
    #expect(try Data(contentsOf: url) == Data("update,a\n6,1.5\n".utf8))
  }

  @Test
  func `columns that the log does not have yet are inserted, with nothing in the rows before`()
    throws
  {
    _ = try writeLog(updates: 1...2)
    let old = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let log = try ProgressLog(continuing: url, afterUpdate: 2)
    let names = ["steps", "a", "loss", "mean_return", "b"]
    for update in 3...4 {
      try log.append(update: update, names.map { ($0, ProgressValue(update)) })
    }
    let lines = old.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(fields[0]),\(fields[1]),,\(fields[2]),\(fields[3]),\n"
    }
    let expected =
      "update,steps,a,loss,mean_return,b\n" + lines.joined() + "3,3,3,3,3,3\n4,4,4,4,4,4\n"
    #expect(String(decoding: try Data(contentsOf: url), as: UTF8.self) == expected)
    // Begun anew it is the same for the next program.
    let next = try ProgressLog(continuing: url, afterUpdate: 3)
    try next.append(update: 4, names.map { ($0, ProgressValue(4)) })
    #expect(String(decoding: try Data(contentsOf: url), as: UTF8.self) == expected)
  }

  @Test func `other columns are refused`() throws {
    _ = try writeLog(updates: 1...2)
    let log = try ProgressLog(continuing: url, afterUpdate: 2)
    let error = #expect(throws: ProgressLogError.self) {
      try log.append(update: 3, [("steps", 1), ("entropy", 2)])
    }
    #expect(
      error?.description == """
        \(url.path): the columns of this log are steps, loss, mean_return, and not steps, entropy. \
        It was begun with other settings or by another version: resume with those, or move it out \
        of the way to start a new one.
        """)
  }

  @Test(arguments: [
    ("some other text\n", nil), ("no line at all", nil), ("updates,a\n1,2\n", nil),
    ("a,update\n1,2\n", nil), ("update,a\n1,2,3\n2,3\n", 2), ("update,a\n1,2\n\n2,3\n", 3),
    ("update,a\n1,2\nx,3\n2,3\n", 3),
  ])
  func `a file that is not a log is left as it is`(_ text: String, damagedLine: Int?) throws {
    try Data(text.utf8).write(to: url)
    let expected =
      damagedLine.map { ProgressLogError.damaged(url.path, line: $0) } ?? .notALog(url.path)
    #expect(throws: expected) { try ProgressLog(continuing: url, afterUpdate: 2) }
    #expect(try Data(contentsOf: url) == Data(text.utf8))
  }

  @Test func `a log that cannot be read is named`() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    let error = #expect(throws: FileError.self) {
      try ProgressLog(continuing: url, afterUpdate: 1)
    }
    #expect(error?.description == "\(url.path): cannot read it: it is a folder. Check the path.")
  }

  @Test func `a row that does not fit on the disk leaves whole rows`() async {
    // The process sets itself a limit, so it is one of its own.
    await #expect(processExitsWith: .success) {
      let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
      defer { try? FileManager.default.removeItem(at: url) }
      let log = try ProgressLog(creating: url)
      try log.append(update: 1, ProgressLogTests.row(1))
      let before = try Data(contentsOf: url)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: UInt(before.count + 10), rlim_max: .max)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #expect(throws: FileError.self) { try log.append(update: 2, ProgressLogTests.row(2)) }
      #expect(try Data(contentsOf: url) == before)
    }
  }
}
