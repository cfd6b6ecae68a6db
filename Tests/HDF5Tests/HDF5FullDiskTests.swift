import Files
import Foundation
import HDF5
import TestSupport
import Testing

/// What happens where a file cannot grow, as on a full disk: the process sets itself a limit, so each
/// test runs in a process of its own.
@Suite struct HDF5FullDiskTests {
  static func limitFiles(to bytes: UInt) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  }

  /// Writes a file with small and large datasets, groups and attributes; about 100 KB.
  static func writeSample(_ file: HDF5File) throws {
    for index in 0..<40 {
      let count = index < 30 ? index * index : 2_000
      let path = "group\(index % 5)/inner/values\(index)"
      try file.write([Float](repeating: 1, count: count), shape: [count], to: path)
      try file.writeAttribute("note", String(repeating: "x", count: 100 * (index % 8)), of: path)
    }
  }

  @Test func `wherever the disk is full, it is an error and the old file stays`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let url = folder.file("checkpoint.h5")
      try HDF5File.replace(at: url, writing: Self.writeSample)
      let size = try Data(contentsOf: url).count
      try #require(size > 100_000)
      try HDF5File.replace(at: url) { try $0.write(1.0, to: "old") }
      for limit in Array(stride(from: 0, to: size, by: 1_499)) + [size - 1] {
        Self.limitFiles(to: UInt(limit))
        let error = #expect(throws: HDF5Error.self, "limit \(limit)") {
          try HDF5File.replace(at: url, writing: Self.writeSample)
        }
        #expect(error?.cause == .writeFailed && error?.isBadData == false)
        #expect(error?.file == url.path)
        #expect(error?.reason == "the file would become larger than is allowed here")
        Self.limitFiles(to: .max)
        #expect(try HDF5File(reading: url).readScalar("old") == 1.0)
        #expect(try folder.names == ["checkpoint.h5"])
      }
      Self.limitFiles(to: UInt(size))
      try HDF5File.replace(at: url, writing: Self.writeSample)
      #expect(try HDF5File(reading: url).children().count == 5)
    }
  }

  @Test func `plain files are replaced whole or not at all`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let url = folder.file("config.json")
      try AtomicFile.write(Data("old".utf8), to: url)
      Self.limitFiles(to: 1000)
      let error = #expect(throws: FileError.self) {
        try AtomicFile.write(Data(count: 5000), to: url)
      }
      #expect(error?.system == SystemError(code: EFBIG))
      #expect(error?.path == url.path)
      #expect(try Data(contentsOf: url) == Data("old".utf8))
      #expect(try folder.names == ["config.json"])
    }
  }
}
