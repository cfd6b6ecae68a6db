import Foundation
import HDF5
import ReferenceChecks

/// A folder with an altered copy of one reference file, which lives as long as a test.
final class AlteredCopy {
  let folder: URL
  private let path: String

  init(_ path: String) throws {
    self.path = path
    folder = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
    let copy = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: ReferenceDataTests.folder.appending(path: path), to: copy)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var file: URL { folder.appending(path: path) }

  func compare() throws -> ReferenceResult { try ReferenceFolder(folder).compare(path) }

  /// Changes one value of a dataset, found by its bytes in the file, by a hundredth and a bit.
  func changeValue(of dataset: String) throws {
    let array = try HDF5File(reading: file).read(dataset, as: Double.self)
    guard let value = array.values.first(where: { $0 != 0 && $0 != 1 }) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    var bytes = try Data(contentsOf: file)
    // Datasets lie in the file as they are.
    let whole = unsafe array.values.withUnsafeBytes { unsafe Data($0) }
    guard let range = bytes.range(of: whole), let index = array.values.firstIndex(of: value) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let start = range.lowerBound + 8 * index
    let changed = unsafe withUnsafeBytes(of: value * 1.01 + (value < 0 ? -1e-4 : 1e-4)) {
      unsafe Data($0)
    }
    bytes.replaceSubrange(start..<start + 8, with: changed)
    try bytes.write(to: file)
  }

  /// Gives the first group that is called so another name of the same length.
  func renameFirst(_ name: String, to other: String) throws {
    var bytes = try Data(contentsOf: file)
    // Names of a group's members stand in a heap, each after a byte 0 and before another.
    guard let range = bytes.range(of: Data([0]) + Data(name.utf8) + Data([0])) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    bytes.replaceSubrange(range, with: Data([0]) + Data(other.utf8) + Data([0]))
    try bytes.write(to: file)
  }

  /// Replaces text, of a name or an attribute, by text of the same length.
  func replace(_ text: String, by other: String) throws {
    var bytes = try Data(contentsOf: file)
    while let range = bytes.range(of: Data(text.utf8)) {
      bytes.replaceSubrange(range, with: Data(other.utf8))
    }
    try bytes.write(to: file)
  }
}
