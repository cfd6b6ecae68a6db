import CHDF5
import Foundation
import HDF5
import TestSupport
import Testing

/// Files that ask for what is not in them. Each is made in a process of its own, because the library
/// that makes them is not to be called from two threads.
@Suite struct HDF5HostileFileTests {
  /// What is done to a file that holds the dataset `data/values` of four doubles.
  enum Kind: String, Codable, Sendable, CaseIterable {
    case externalLink, softLinkUp, softLinkAway, danglingFile, softChain
    case externalStorage, virtual, hugeChunks, hugeContiguous, unwritten
  }

  @Test(arguments: Kind.allCases)
  func `what leads out of the file, or claims more than is there, is refused`(
    _ kind: Kind
  ) async {
    await #expect(processExitsWith: .success) { [kind = kind as Kind] in
      let folder = try TemporaryFolder()
      let url = folder.file("hostile.h5")
      try HDF5File.replace(at: url) {
        try $0.write([1.0, 2, 3, 4], shape: [4], to: "data/values")
        try $0.write([5.0], shape: [1], to: "other/secret")
      }
      try Raw(url).make(kind)
      let error = #expect(throws: HDF5Error.self) {
        try HDF5File(reading: url).read("data/made", as: Double.self)
      }
      let isOutside =
        switch kind {
        case .hugeChunks, .hugeContiguous, .unwritten: false
        default: true
        }
      #expect(error?.cause == (isOutside ? .outside : .damaged), "\(error?.description ?? "")")
      #expect(error?.isBadData == true)
      #expect(throws: HDF5Error.self) { try HDF5File(reading: url).checkContents() }
      #expect(try HDF5File(reading: url).read("data/values", as: Double.self).values.count == 4)
    }
  }

  @Test func `a soft link to what lies beside it is followed`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let url = folder.file("linked.h5")
      try HDF5File.replace(at: url) {
        try $0.write([1.0, 2, 3, 4], shape: [4], to: "data/values")
      }
      try Raw(url).edit { file in
        unsafe H5Lcreate_soft("values", file, "data/made", chdf5_default(), chdf5_default())
      }
      let file = try HDF5File(reading: url)
      #expect(try file.read("data/made", as: Double.self).values == [1, 2, 3, 4])
      #expect(try file.datasets() == ["data/made", "data/values"])
    }
  }

  @Test func `a group that contains itself is told, and a search in it ends`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let url = folder.file("cycle.h5")
      try HDF5File.replace(at: url) { try $0.write(1.0, to: "a/b/x") }
      try Raw(url).edit { file in
        unsafe H5Lcreate_hard(file, "a", file, "a/b/again", chdf5_default(), chdf5_default())
      }
      let error = #expect(throws: HDF5Error.self) { try HDF5File(reading: url).datasets() }
      #expect(error?.reason.contains("contains itself") == true)
    }
  }
}

/// A file in the hands of the library itself.
private struct Raw {
  private let url: URL

  init(_ url: URL) { self.url = url }

  func edit(_ body: (hid_t) throws -> Int32) throws {
    let file = unsafe H5Fopen(url.path, chdf5_read_write(), chdf5_default())
    try #require(file >= 0)
    try #require(try body(file) >= 0)
    try #require(H5Fclose(file) >= 0)
  }

  func make(_ kind: HDF5HostileFileTests.Kind) throws {
    let path = "data/made"
    try edit { file in
      switch kind {
      case .externalLink:
        unsafe H5Lcreate_external(
          "/dev/null", "/", file, path, chdf5_default(), chdf5_default())
      case .danglingFile:
        unsafe H5Lcreate_external(
          "no-such-file.h5", "/x", file, path, chdf5_default(), chdf5_default())
      case .softLinkUp:
        unsafe H5Lcreate_soft("../other/secret", file, path, chdf5_default(), chdf5_default())
      case .softLinkAway:
        unsafe H5Lcreate_soft("/other/secret", file, path, chdf5_default(), chdf5_default())
      case .softChain:
        unsafe min(
          H5Lcreate_soft("/other/secret", file, "data/between", chdf5_default(), chdf5_default()),
          H5Lcreate_soft("between", file, path, chdf5_default(), chdf5_default()))
      case .externalStorage:
        dataset(in: file, extents: [4]) { properties in
          unsafe H5Pset_external(properties, "/etc/hostname", 0, 32)
        }
      case .virtual:
        dataset(in: file, extents: [4]) { properties in
          let extents: [hsize_t] = [4]
          let space = unsafe H5Screate_simple(1, extents, nil)
          return unsafe H5Pset_virtual(properties, space, "/etc/hostname", "/x", space)
        }
      case .hugeChunks:
        dataset(in: file, extents: [1_900_000_000]) { properties in
          let chunk: [hsize_t] = [1 << 16]
          return unsafe H5Pset_chunk(properties, 1, chunk)
        }
      case .hugeContiguous:
        dataset(in: file, extents: [1_900_000_000]) { properties in
          H5Pset_alloc_time(properties, H5D_ALLOC_TIME_LATE)
        }
      case .unwritten:
        dataset(in: file, extents: [16]) { properties in
          let chunk: [hsize_t] = [16]
          return unsafe H5Pset_chunk(properties, 1, chunk)
        }
      }
    }
  }

  /// Makes a dataset of doubles into which nothing is written.
  private func dataset(
    in file: hid_t, extents: [hsize_t], configure: (hid_t) -> herr_t
  ) -> herr_t {
    let space = unsafe H5Screate_simple(Int32(extents.count), extents, nil)
    let properties = H5Pcreate(chdf5_dataset_create_class())
    guard configure(properties) >= 0 else { return -1 }
    let dataset = unsafe H5Dcreate2(
      file, "data/made", chdf5_native_double(), space, chdf5_default(), properties,
      chdf5_default())
    return dataset < 0 ? -1 : H5Dclose(dataset)
  }
}
