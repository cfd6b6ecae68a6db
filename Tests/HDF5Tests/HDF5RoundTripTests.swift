import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

@Suite struct HDF5RoundTripTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a file, closes it and opens it again.
  func roundTrip(_ write: (HDF5File) throws -> Void) throws -> HDF5File {
    let url = folder.file("\(UUID()).h5")
    let file = try HDF5File(creating: url)
    try write(file)
    try file.close()
    return try HDF5File(reading: url)
  }

  func checkRoundTrip<Element: HDF5Element & Equatable>(_ values: [Element]) throws {
    let file = try roundTrip {
      try $0.write(values, shape: [values.count], to: "a/line")
      try $0.write(values, shape: [1, values.count, 1], to: "a/box")
      try $0.write(values[0], to: "scalar")
      try $0.write([Element](), shape: [0, 3], to: "empty")
      try $0.writeAttribute("one", values[0])
      try $0.writeAttribute("many", values, of: "a")
      try $0.writeAttribute("none", [Element](), of: "a/line")
    }
    #expect(
      try file.read("a/line", as: Element.self) == HDF5Array(shape: [values.count], values: values))
    #expect(
      try file.read("a/box") == HDF5Array<Element>(shape: [1, values.count, 1], values: values))
    #expect(try file.read("a/line", shape: [values.count]) == values)
    #expect(try file.read("scalar", as: Element.self).shape == [])
    #expect(try file.readScalar("scalar", as: Element.self) == values[0])
    #expect(try file.read("empty", as: Element.self).shape == [0, 3])
    #expect(try file.readAttribute("one", as: Element.self) == values[0])
    #expect(try file.readAttribute("many", as: [Element].self, of: "a") == values)
    #expect(try file.readAttribute("none", as: [Element].self, of: "a/line") == [])
  }

  @Test func `numbers of every type come back as they were`() throws {
    try checkRoundTrip([Float.pi, -0, .infinity, .leastNonzeroMagnitude])
    try checkRoundTrip([Double.pi, .greatestFiniteMagnitude])
    try checkRoundTrip([Int32.min, 0, .max])
    try checkRoundTrip([Int64.min, 0, .max])
    try checkRoundTrip([Int.min, 0, .max])
    try checkRoundTrip([UInt64.min, .max])
    try checkRoundTrip([UInt8.min, 7, .max])
  }

  @Test func `not a number keeps its bits`() throws {
    let quiet = Float(bitPattern: 0x7fc1_2345)
    let file = try roundTrip { try $0.write(quiet, to: "x") }
    #expect(try file.readScalar("x", as: Float.self).bitPattern == quiet.bitPattern)
  }

  @Test func `a matrix with gaps is written and read without them`() throws {
    let (arena, matrices) = Arena.carve { carver in
      (whole: carver.matrix(rows: 4, columns: 5), target: carver.matrix(rows: 4, columns: 6))
    }
    matrices.whole.copy(from: (0..<20).map(Float.init))
    matrices.target.fill(-1)
    let part = matrices.whole.columns(1..<4)
    let file = try roundTrip {
      try $0.write(part, to: "part")
      try $0.write(part.row(3), shape: [3], to: "vector")
      try $0.write(part, shape: [2, 2, 3], to: "box")
      try $0.write(part.rows(0..<0), to: "nothing")
    }
    #expect(try file.read("part", shape: [4, 3]) == part.values)
    #expect(try file.read("vector", shape: [3]) == [Float(16), 17, 18])
    #expect(try file.read("box", shape: [2, 2, 3]) == part.values)
    #expect(try file.read("nothing", shape: [0, 3]) == [Float]())

    try file.read("part", into: matrices.target.columns(2..<5))
    #expect(matrices.target.columns(2..<5).values == part.values)
    #expect(matrices.target.columns(0..<2).values.allSatisfy { $0 == -1 })
    #expect(matrices.target.columns(5..<6).values.allSatisfy { $0 == -1 })
    try file.read("vector", into: matrices.target.rows(0..<1).columns(0..<3), shape: [3])
    #expect(matrices.target.rows(0..<1).columns(0..<3).values == [16, 17, 18])
    withExtendedLifetime(arena) {}
  }

  @Test func `a matrix of another shape is refused`() throws {
    let (arena, matrix) = Arena.carve { $0.matrix(rows: 2, columns: 3) }
    let file = try roundTrip { try $0.write(matrix, to: "x") }
    #expect {
      try file.read("x", into: matrix, shape: [3, 2])
    } throws: {
      ($0 as? HDF5Error)?.reason == "its shape is [2, 3] where [3, 2] is expected"
    }
    withExtendedLifetime(arena) {}
  }

  @Test(arguments: ["", "plain", "Grüße, 世界", String(repeating: "long ", count: 10_000)])
  func `text comes back as it was`(_ text: String) throws {
    let file = try roundTrip {
      try $0.writeAttribute("text", text)
      try $0.writeAttribute("texts", [text, "", "b"])
      try $0.writeAttribute("no texts", [String]())
    }
    #expect(try file.readAttribute("text") == text)
    #expect(try file.readAttribute("texts") == [text, "", "b"])
    #expect(try file.readAttribute("no texts") == [String]())
    #expect(try file.containsAttribute("text"))
    #expect(try !file.containsAttribute("other"))
  }

  @Test func `groups list their children by name`() throws {
    let file = try roundTrip {
      try $0.createGroup("b/inner")
      try $0.createGroup("b/inner")
      try $0.write(1.5, to: "b/x")
      try $0.write(1.5, to: "b/ä")
      try $0.write(2.5, to: "a")
    }
    #expect(try file.children() == ["a", "b"])
    #expect(try file.children(of: "b") == ["inner", "x", "ä"])
    #expect(try file.children(of: "/b/inner/") == [])
    for path in ["", "/", "a", "/b", "b/inner", "b/ä"] { #expect(try file.contains(path)) }
    for path in ["c", "b/c", "a/c", "b/c/d"] { #expect(try !file.contains(path)) }
  }

  @Test func `equal contents are equal files`() throws {
    func write(_ url: URL) throws -> Data {
      let file = try HDF5File(creating: url)
      try file.write((0..<100).map(Double.init), shape: [10, 10], to: "a/b")
      try file.writeAttribute("names", ["x", "y"], of: "a")
      try file.writeAttribute("step", 12, of: "a/b")
      try file.close()
      return try Data(contentsOf: url)
    }
    let first = try write(folder.file("1.h5"))
    // The library counts time in seconds.
    let second = time(nil)
    while time(nil) == second { usleep(10_000) }
    #expect(try write(folder.file("2.h5")) == first)
  }

  @Test func `files are used from many threads at once`() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        let url = folder.file("\(index).h5")
        group.addTask {
          for round in 0..<20 {
            try HDF5File.replace(at: url) {
              try $0.write([Double](repeating: Double(round), count: 500), shape: [500], to: "x")
              try $0.writeAttribute("text", "round \(round)", of: "x")
            }
            let file = try HDF5File(reading: url)
            #expect(try file.read("x", shape: [500]).allSatisfy { $0 == Double(round) })
            #expect(try file.readAttribute("text", of: "x") == "round \(round)")
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
