import Foundation
import HDF5
import TestSupport
import Testing

/// Damaged files that libhdf5 does not survive, and which no digest tells.
@Suite struct HDF5TrialTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file without a digest, as earlier versions wrote them.
  private func makeFile() throws -> URL {
    let url = folder.file("old.h5")
    let file = try HDF5File(creating: url)
    try file.write([1, 2, 3] as [Double], shape: [3], to: "values")
    try file.writeAttribute("format", "a text of some length")
    try file.close()
    return url
  }

  @Test func `a file that keeps libhdf5 in a loop is refused as damaged`() throws {
    let url = try makeFile()
    var data = try Data(contentsOf: url)
    // The heap of texts: a head of 16 bytes, then objects, each with its number and size first. An
    // object of no size has the library look at it for ever.
    let heap = try #require(data.range(of: Data("GCOL".utf8))).lowerBound
    data.replaceSubrange(heap + 16..<heap + 32, with: Data(count: 16))
    try data.write(to: url)
    let error = #expect(throws: HDF5Error.self) { try HDF5File(reading: url) }
    #expect(error?.isBadData == true)
    #expect("\(try #require(error))".contains("libhdf5 does not come to an end with it"))
  }

  @Test func `no byte of an old file makes the library take the program with it`() throws {
    let url = try makeFile()
    let whole = try Data(contentsOf: url)
    var refused = 0
    for place in stride(from: 0, to: whole.count, by: 37) {
      var data = whole
      data[place] ^= 0xff
      try data.write(to: url)
      do {
        let file = try HDF5File(reading: url)
        _ = try file.readAttribute("format") as String
      } catch {
        #expect(error.isBadData)
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  @Test func `an old file with an object that the library cannot read is refused as a whole`()
    throws
  {
    let url = try makeFile()
    var data = try Data(contentsOf: url)
    // The link to the dataset, whose name the place of its head follows. Reading that fails, and libhdf5
    // has crashed on objects that it had failed to read once.
    let name = try #require(data.range(of: Data("values".utf8)))
    data.replaceSubrange(
      name.upperBound..<name.upperBound + 8, with: Data([1, 0, 0, 0, 0, 0, 0, 0]))
    try data.write(to: url)
    let error = #expect(throws: HDF5Error.self) { try HDF5File(reading: url) }
    #expect(error?.isBadData == true)
    #expect("\(try #require(error))".contains("it is cut off or damaged (libhdf5 says '"))
  }

  @Test func `a sound file is read as before`() throws {
    let file = try HDF5File(reading: try makeFile())
    #expect(try file.readAttribute("format") as String == "a text of some length")
  }
}
