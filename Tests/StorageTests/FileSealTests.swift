import Files
import Foundation
import HDF5
import Storage
import Tensors
import TestSupport
import Testing

@Suite struct FileSealTests {
  private let folder: TemporaryFolder
  private let url: URL

  init() throws {
    folder = try TemporaryFolder()
    url = folder.file("sealed.h5")
    try HDF5File.replace(at: url, kind: .checkpoint) { file in
      try file.write((0..<300).map(Float.init), shape: [300], to: "a/b/values")
      try file.write([1, 2, 3], shape: [3], to: "a/counts")
      try file.writeAttribute("text", "of some length", of: "a/b")
    }
  }

  private func error(_ url: URL) -> HDF5Error? {
    #expect(throws: HDF5Error.self) { try HDF5File(reading: url) }
  }

  @Test func `the block at the front says what the file holds, with the digest of all else`() throws
  {
    let data = try Data(contentsOf: url)
    let rest = data.dropFirst(512)
    let lines = "agents file 1\nkind checkpoint\nstate finished\nbytes \(rest.count)\n"
    let digest = Digest.sha256(of: Data(lines.utf8) + rest)
    let block = Data((lines + "sha256 \(digest)\n").utf8)
    #expect(data.prefix(512) == block + Data(count: 512 - block.count))
    #expect(rest.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]))
    let file = try HDF5File(reading: url)
    #expect(file.isSealed && !file.isUnfinished)
    #expect(try file.read("a/counts", as: Int.self).values == [1, 2, 3])
  }

  @Test func `every changed bit is noticed, of the block and of all that follows it`() throws {
    let whole = try Data(contentsOf: url)
    let bad = folder.file("bad.h5")
    var random = RandomStream(seed: 1, purpose: .environment)
    let bits = Array(0..<8 * 200) + (0..<400).map { _ in random.integer(below: 8 * whole.count) }
    for bit in bits {
      var data = whole
      data[bit / 8] ^= UInt8(1 << (bit % 8))
      try data.write(to: bad)
      let error = error(bad)
      #expect(error?.isBadData == true, "bit \(bit)")
    }
    var data = whole
    data[whole.count - 9] ^= 1
    try data.write(to: bad)
    #expect(
      error(bad)?.description == """
        \(bad.path): cannot open it: it is damaged or was changed: its contents are not those that its \
        digest (SHA-256) is of. Use another copy of it; or, if it was changed on purpose, add \
        --accept-changed.
        """)
  }

  @Test func `every beginning of the file is refused as cut off, and a longer file as changed`()
    throws
  {
    let whole = try Data(contentsOf: url)
    let part = folder.file("part.h5")
    for length in Array(1..<100) + Array(stride(from: 100, to: whole.count, by: 61)) {
      try whole.prefix(length).write(to: part)
      let error = error(part)
      #expect(error?.cause == .damaged, "\(length) bytes: \(error?.description ?? "")")
    }
    try whole.prefix(2_000).write(to: part)
    #expect(
      error(part)?.reason
        == "it is cut off or damaged: 2000 of \(whole.count) bytes are there")
    try (whole + Data([0])).write(to: part)
    #expect(error(part)?.cause == .changed)
  }

  @Test func `what was changed on purpose is read when that is accepted`() throws {
    let whole = try Data(contentsOf: url)
    let values = (0..<300).map(Float.init)
    let place = try #require(
      whole.range(of: unsafe values.withUnsafeBytes { unsafe Data($0.prefix(64)) }))
    var data = whole
    data.replaceSubrange(
      place.lowerBound..<place.lowerBound + 4, with: Data([0, 0, 0x80, 0x3F]))
    try data.write(to: url)
    #expect(error(url)?.cause == .changed)
    let file = try HDF5File(reading: url, acceptingChanges: true)
    #expect(try file.read("a/b/values", as: Float.self).values == [1] + values.dropFirst())
  }

  @Test func `another program's block is refused, and a file without one is not`() throws {
    let rest = try Data(contentsOf: url).dropFirst(512)
    try (Data(repeating: 0x20, count: 512) + rest).write(to: url)
    #expect(error(url)?.cause == .changed)
    #expect(try HDF5File(reading: url, acceptingChanges: true).children() == ["a"])

    let plain = folder.file("plain.h5")
    try HDF5File.replace(at: plain) { try $0.write(1.0, to: "x") }
    let file = try HDF5File(reading: plain)
    #expect(!file.isSealed && !file.isUnfinished)
    #expect(try file.readScalar("x") == 1.0)
  }

  @Test func `a file that is not closed says so, and a later version of the block is named`() throws
  {
    let open = folder.file("open.h5")
    let writer = try HDF5File(creating: open, kind: .trajectories)
    try writer.write(1.0, to: "x")
    try writer.close()
    let lines = "agents file 1\nkind trajectories\nstate unfinished\nbytes 0\n"
    let block = lines + "sha256 \(Digest.sha256(of: Data(lines.utf8)))\n"
    #expect(try Data(contentsOf: open).starts(with: block.utf8))
    let file = try HDF5File(reading: open)
    #expect(file.isUnfinished)
    #expect(try file.readScalar("x") == 1.0)
    #expect(throws: HDF5Error.self) { try CheckpointFormat.open(open) }

    try FileSeal.close(open, kind: .trajectories, reportedAs: open)
    #expect(try !HDF5File(reading: open).isUnfinished)

    var data = try Data(contentsOf: url)
    data[12] = UInt8(ascii: "2")
    try data.write(to: url)
    #expect(error(url)?.reason.contains("version 2") == true)
  }

  @Test func `a pipe, and a link to one, are refused without waiting for who writes to it`() throws
  {
    let pipe = folder.file("pipe.h5")
    try #require(unsafe mkfifo(pipe.path, 0o600) == 0)
    let link = folder.file("link.h5")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: pipe)
    for path in [pipe, link, URL(filePath: "/dev/null"), URL(filePath: "/dev/zero")] {
      #expect(error(path)?.reason == "it is not a regular file")
      #expect(throws: FileError.self) { try Data(reading: path) }
      #expect(throws: FileError.self) { try Digest.sha256(of: path) }
    }
  }
}
