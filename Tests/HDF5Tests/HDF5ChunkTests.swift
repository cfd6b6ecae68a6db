import Foundation
import HDF5
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
    let dataset = HDF5ChunkedDataset(
      bytes, shape: shape,
      description: HDF5ChunkedDataset.Description(
        Element.numberType, dimensions: shape.map { "dimension of \($0)" }),
      compressor: ChunkCompressor(level: level))
    try file.createGroup("group") { group throws(HDF5Error) in
      try group.write(dataset, to: "values")
    }
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
    func share<Element: HDF5Element>(_ values: [Element]) throws -> Double {
      let sizes = try [1, 0].map { level in
        try Double(roundTrip(values, shape: [values.count], level: level).size)
      }
      return sizes[0] / sizes[1]
    }
    let normal = Self.noise(64_000)
    #expect(try share([Float](repeating: 0.3, count: normal.count)) < 0.05)
    // The sign and the exponent, a fourth of the bytes of a normal number, have about 3 bits.
    #expect(try share(normal) < 0.9)
    var random = RandomStream(seed: 4, purpose: .action)
    let bits = normal.map { _ in
      UInt64(random.uniformFloat().bitPattern) &* 0x9e37_79b9_7f4a_7c15 >> 8
    }
    #expect(try share(bits) <= 1)
  }

  @Test func `flags are read as zeros and ones`() throws {
    let url = folder.file("flags.h5")
    let file = try HDF5File(creating: url, form: .compact)
    let bytes: [UInt8] = (0..<1_000).map { $0 % 7 == 0 ? 1 : 0 }
    let dataset = HDF5ChunkedDataset(
      bytes, shape: [1_000],
      description: HDF5ChunkedDataset.Description(.flag, dimensions: ["step"]),
      compressor: ChunkCompressor(level: 1))
    try file.createGroup("group") { group throws(HDF5Error) in
      try group.write(dataset, to: "flags")
    }
    try file.close()
    let read = try HDF5File(reading: url)
    #expect(try read.read("group/flags", as: UInt8.self).values == bytes)
    #expect(try read.read("group/flags", as: Double.self).values == bytes.map(Double.init))
  }

  @Test func `units and the names of dimensions stand beside the values`() throws {
    let url = folder.file("named.h5")
    let file = try HDF5File(creating: url)
    let dataset = HDF5ChunkedDataset(
      [UInt8](repeating: 0, count: 24), shape: [2, 3],
      description: HDF5ChunkedDataset.Description(
        .float(bits: 32), unit: "m/s", dimensions: ["state", "component"]),
      compressor: ChunkCompressor(level: 1))
    try file.createGroup("group") { group throws(HDF5Error) in
      try group.write(dataset, to: "velocity")
    }
    try file.close()
    let read = try HDF5File(reading: url)
    #expect(try read.readAttribute("units", of: "group/velocity") == "m/s")
    #expect(
      try read.readAttribute("DIMENSION_LABELS", of: "group/velocity") == ["state", "component"])
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
