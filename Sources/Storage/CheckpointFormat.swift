import Foundation
import HDF5

/// What every checkpoint has in common: an HDF5 file that says of itself what it is.
package enum CheckpointFormat {
  private static let name = "agents checkpoint"
  /// Raised when older programs could no longer read what newer ones write.
  private static let version = 1

  package static func stamp(_ file: HDF5File) throws(HDF5Error) {
    try file.writeAttribute("format", name)
    try file.writeAttribute("format_version", version)
  }

  /// What to do about a checkpoint that cannot be.
  package static let otherCheckpoint =
    "The file was changed or is damaged; use another checkpoint"

  /// Opens a checkpoint for reading: all that is in it lies in it and is as large as it says.
  ///
  /// - Parameter acceptingChanges: Whether a file is taken that was changed after it was written.
  /// - Throws: an error that tells a missing, a damaged, a changed and a foreign file from one another.
  package static func open(
    _ url: URL, acceptingChanges: Bool = false
  ) throws(HDF5Error) -> HDF5File {
    let file = try HDF5File(reading: url, acceptingChanges: acceptingChanges)
    guard acceptingChanges || !file.isUnfinished else {
      throw file.error(.damaged, "it was not finished", advice: otherCheckpoint)
    }
    try file.checkContents()
    guard try file.containsAttribute("format"),
      try file.readAttribute("format", as: String.self) == name
    else {
      throw file.error(
        .wrongType, "it is an HDF5 file, but not a checkpoint",
        advice: "Name a file from a run's folder checkpoints/")
    }
    let found: Int = try file.readAttribute("format_version")
    guard found <= version else {
      throw file.error(
        .wrongType, "its format has version \(found), and this program knows up to \(version)",
        advice: "Use the version of the program that wrote it, or a newer one")
    }
    return file
  }

  /// JSON with keys in order, so that equal values give equal text.
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  package static func decode<Value: Decodable>(
    _ type: Value.Type, from text: String, in file: HDF5File
  ) throws(HDF5Error) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw file.error(
        .wrongType, "its configuration cannot be read (\(error))",
        advice: "The file was changed or written by another version of the program")
    }
  }
}
