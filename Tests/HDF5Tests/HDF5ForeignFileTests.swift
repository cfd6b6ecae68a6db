import Foundation
import HDF5
import Testing

/// Files that h5py made; see Fixtures/make_h5py.py.
@Suite struct HDF5ForeignFileTests {
  static func fixture(_ version: String) throws -> URL {
    try #require(
      Bundle.module.url(forResource: "Fixtures/h5py_\(version)", withExtension: "h5"))
  }

  static let versions = ["earliest", "v110"]

  @Test(arguments: versions)
  func `numbers of another program are read`(_ version: String) throws {
    let file = try HDF5File(reading: Self.fixture(version))
    #expect(
      try file.read("float32")
        == HDF5Array<Float>(shape: [2, 3], values: [0, 0.125, 0.25, 0.375, 0.5, 0.625]))
    let doubles = try file.read("float64", as: Double.self).values
    #expect(doubles[0..<3] == [0.1, 1e300, .infinity] && doubles[3].isNaN)
    #expect(try file.read("float16").values == [Float(0.5), 2])
    #expect(try file.read("int64").values == [Int64.min, .max])
    #expect(try file.read("int32").values == [Int32.min, .max])
    #expect(try file.read("uint64").values == [UInt64.min, .max])
    #expect(try file.read("uint8") == HDF5Array<UInt8>(shape: [1, 2], values: [0, 255]))
    #expect(try file.read("big_endian").values == [Float(1.5), -2])
    #expect(try file.readScalar("scalar") == 0.25)
    #expect(try file.read("empty", as: Float.self).shape == [0, 3])
    #expect(try file.shape(of: "groups/a/values") == [3])
    #expect(try file.children(of: "groups") == ["a", "b"])
    let rows = try file.read("compressed", as: Float.self, shape: [64, 4])
    #expect(rows == (0..<256).map { Float($0 % 4) })
  }

  @Test(arguments: versions)
  func `numbers are converted where their kind allows it`(_ version: String) throws {
    let file = try HDF5File(reading: Self.fixture(version))
    #expect(try file.read("int64").values == [-0x1p63, 0x1p63])
    #expect(try file.read("int32").values == [Double(Int32.min), Double(Int32.max)])
    #expect(try file.read("int32").values == [Int64(Int32.min), Int64(Int32.max)])
    #expect(try file.read("uint8").values == [Int32(0), 255])
    #expect(try file.read("flags", as: Int32.self).values == [1, 0])
    let singles = try file.read("float64", as: Float.self).values
    #expect(singles[0..<3] == [0.1, .infinity, .infinity] && singles[3].isNaN)
  }

  @Test(arguments: versions)
  func `attributes of another program are read`(_ version: String) throws {
    let file = try HDF5File(reading: Self.fixture(version))
    #expect(try file.readAttribute("text") == "Grüße")
    #expect(try file.readAttribute("fixed") == "plain text")
    #expect(try file.readAttribute("texts") == ["left", "", "right"])
    #expect(try file.readAttribute("fixed_texts") == ["one", "three"])
    #expect(try file.readAttribute("integer") == Int64(7))
    #expect(try file.readAttribute("integer") == 7.0)
    #expect(try file.readAttribute("real") == 0.1)
    #expect(try file.readAttribute("integers") == [Int64(0), 1, 2])
    #expect(try file.readAttribute("reals") == [0.5, -1.5])
    #expect(try file.readAttribute("depth", of: "groups") == Int64(1))
  }

  static let refusals: [(path: String, cause: HDF5Error.Cause, reason: String)] = [
    ("nowhere", .objectMissing, "there is no such object in the file"),
    ("float32/x", .objectMissing, "there is no such object in the file"),
    (
      "dangling", .outside,
      "'/dangling' is a link that leads out of its group, which is not followed"
    ),
    ("groups", .wrongType, "it is not a dataset"),
    ("int64", .wrongType, "it holds 64-bit integers where 32-bit integers are expected"),
    (
      "scalar", .wrongType,
      "it holds 64-bit floating-point numbers where 32-bit integers are expected"
    ),
    (
      "words", .wrongType, "it holds values that are not numbers where 32-bit integers are expected"
    ),
    (
      "compound", .wrongType,
      "it holds values that are not numbers where 32-bit integers are expected"
    ),
    (
      "reference", .wrongType,
      "it holds values that are not numbers where 32-bit integers are expected"
    ),
    ("null", .wrongShape, "it holds no values"),
    ("absurd", .wrongShape, "it claims the shape [1073741824, 1073741824], more than 16 GB"),
  ]

  @Test(arguments: refusals)
  func `what is missing or of another kind is refused`(
    _ refusal: (path: String, cause: HDF5Error.Cause, reason: String)
  ) throws {
    for version in Self.versions {
      let url = try Self.fixture(version)
      let file = try HDF5File(reading: url)
      let error = #expect(throws: HDF5Error.self) { try file.read(refusal.path, as: Int32.self) }
      #expect(error?.cause == refusal.cause)
      #expect(error?.reason == refusal.reason)
      #expect(error?.object == refusal.path)
      #expect(error?.isBadData == true)
    }
  }

  @Test func `an error says what, where, why and what to do`() throws {
    let url = try Self.fixture("earliest")
    let file = try HDF5File(reading: url)
    let error = #expect(throws: HDF5Error.self) {
      try file.read("float32", as: Float.self, shape: [3, 2])
    }
    #expect(
      error?.description == """
        \(url.path): cannot read dataset 'float32': its shape is [2, 3] where [3, 2] is expected. \
        The file was made by another program or version; use the right one.
        """)
  }

  @Test func `a file of a newer format is named as such`() throws {
    let error = #expect(throws: HDF5Error.self) { try HDF5File(reading: Self.fixture("newer")) }
    #expect(error?.cause == .damaged)
    #expect(error?.advice.contains("newer format") == true)
  }

  @Test func `attributes of another kind are refused`() throws {
    let file = try HDF5File(reading: Self.fixture("earliest"))
    func cause(_ body: () throws -> Void) -> HDF5Error.Cause? {
      #expect(throws: HDF5Error.self) { try body() }?.cause
    }
    #expect(cause { _ = try file.readAttribute("nothing", as: Double.self) } == .objectMissing)
    #expect(cause { _ = try file.readAttribute("x", as: Double.self, of: "y") } == .objectMissing)
    #expect(cause { _ = try file.readAttribute("text", as: Double.self) } == .wrongType)
    #expect(cause { _ = try file.readAttribute("real", as: String.self) } == .wrongType)
    #expect(cause { _ = try file.readAttribute("real", as: Int64.self) } == .wrongType)
    #expect(cause { _ = try file.readAttribute("texts", as: String.self) } == .wrongShape)
    #expect(cause { _ = try file.readAttribute("integers", as: Int64.self) } == .wrongShape)
    #expect(cause { _ = try file.children(of: "int64") } == .wrongType)
  }
}
