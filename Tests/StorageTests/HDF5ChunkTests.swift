import Foundation
import Storage
import Tensors
import TestSupport
import Testing

@Suite struct HDF5ChunkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is written and read back by libhdf5 itself, and the size of the file.
  private func roundTrip<Element: HDF5Element>(
    _ values: [Element], shape: [Int], level: Int
  ) throws -> (values: [Element], size: Int) {
    let url = folder.file("\(UUID().uuidString).h5")
    let file = try HDF5File(creating: url, form: .compact)
    let bytes = unsafe values.withUnsafeBytes { unsafe Array($0) }
    try file.write(
      HDF5ChunkedDataset(
        bytes, shape: shape,
        description: HDF5ChunkedDataset.Description(
          Element.numberType, dimensions: shape.map { "dimension of \($0)" }),
        compressionLevel: level),
      to: "group/values")
    try file.close()
    let read = try HDF5File(reading: url).read("group/values", as: Element.self, shape: shape)
    return (read, try Data(contentsOf: url).count)
  }

  private static func noise(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 3, purpose: .action)
    return (0..<count).map { _ in Float(stream.normal()) }
  }

  @Test(arguments: [0, 1, 2, 6, 9])
  func `values come back as they were, however many chunks they fill`(_ level: Int) throws {
    // A chunk holds 2048 rows of 64 values, the last one fewer here.
    for rows in [1, 2, 7, 2_048, 5_000] {
      let noise = Self.noise(rows * 64)
      #expect(try roundTrip(noise, shape: [rows, 64], level: level).values == noise)
      let smooth = (0..<rows * 64).map { sin(Double($0) / 1000) }
      #expect(try roundTrip(smooth, shape: [rows, 8, 8], level: level).values == smooth)
      let whole = (0..<rows).map { Int64($0 % 5) }
      #expect(try roundTrip(whole, shape: [rows], level: level).values == whole)
    }
  }

  @Test func `a row larger than a chunk should be is a chunk`() throws {
    let values = Self.noise(3 * 200_000)
    #expect(try roundTrip(values, shape: [3, 200_000], level: 1).values == values)
  }

  @Test func `datasets without values are written`() throws {
    #expect(try roundTrip([Float](), shape: [4, 0], level: 1).values == [])
    #expect(try roundTrip([Float](), shape: [0, 4], level: 1).values == [])
  }

  @Test func `what repeats takes little room, and what is noise no more than before`() throws {
    let count = 64_000
    let overhead = 3_000
    let constant = [Float](repeating: 0.3, count: count)
    #expect(try roundTrip(constant, shape: [count], level: 1).size < count / 20)
    let bits = Self.noise(count).map { UInt64($0.bitPattern) &* 0x9e37_79b9_7f4a_7c15 }
    #expect(try roundTrip(bits, shape: [count], level: 1).size < 8 * count + overhead)
    // The sign and the exponent of a normal number, a fourth of its bytes, have about 3 bits.
    let size = try roundTrip(Self.noise(count), shape: [count], level: 1).size
    #expect(size < 4 * count * 9 / 10)
  }

  @Test func `flags are read as zeros and ones`() throws {
    let url = folder.file("flags.h5")
    let file = try HDF5File(creating: url, form: .compact)
    let bytes: [UInt8] = (0..<1_000).map { $0 % 7 == 0 ? 1 : 0 }
    try file.write(
      HDF5ChunkedDataset(
        bytes, shape: [1_000],
        description: HDF5ChunkedDataset.Description(.flag, dimensions: ["step"]),
        compressionLevel: 1),
      to: "flags")
    try file.close()
    let read = try HDF5File(reading: url)
    #expect(try read.read("flags", as: UInt8.self).values == bytes)
    #expect(try read.read("flags", as: Double.self).values == bytes.map(Double.init))
  }

  @Test func `units and the names of dimensions stand beside the values`() throws {
    let url = folder.file("named.h5")
    let file = try HDF5File(creating: url)
    try file.write(
      HDF5ChunkedDataset(
        [UInt8](repeating: 0, count: 24), shape: [2, 3],
        description: HDF5ChunkedDataset.Description(
          .float(bits: 32), unit: "m/s", dimensions: ["state", "component"]),
        compressionLevel: 1),
      to: "velocity")
    try file.close()
    let read = try HDF5File(reading: url)
    #expect(try read.readAttribute("units", of: "velocity") == "m/s")
    #expect(try read.readAttribute("DIMENSION_LABELS", of: "velocity") == ["state", "component"])
  }

  @Test func `a closed file is opened to add to it`() throws {
    let url = folder.file("growing.h5")
    let first = try HDF5File(creating: url, form: .compact)
    try first.writeAttribute("count", 1)
    try first.write([1.0, 2], shape: [2], to: "first")
    try first.close()
    let second = try HDF5File(extending: url, form: .compact, reportedAs: url)
    try second.updateAttribute("count", 2)
    try second.write([3.0], shape: [1], to: "second")
    try second.close()
    let read = try HDF5File(reading: url)
    #expect(try read.children() == ["first", "second"])
    #expect(try read.readAttribute("count") == 2)
  }
}
