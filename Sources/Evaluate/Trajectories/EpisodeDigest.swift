import Files
import HDF5

/// What an episode of a trajectory file says of its own contents, as the attribute `sha256` of its group:
/// the SHA-256 digest of all its datasets but the scales of dimensions, in the order of their paths' bytes. For each it takes in the
/// path in the group, a line's end, and the values, row-major and little-endian, as they are when they
/// are not compressed; flags are a byte each.
enum EpisodeDigest {
  static let attribute = "sha256"

  static func digest(of record: EpisodeRecord) -> String {
    var digest = SHA256()
    let series = record.series.sorted {
      $0.format.name.utf8.lexicographicallyPrecedes($1.format.name.utf8)
    }
    for series in series {
      digest.update(series.format.name + "\n")
      digest.update(series.bytes)
    }
    return digest.finish()
  }

  /// Throws unless the episode in `group` is as it was written.
  static func check(_ group: String, in file: HDF5File) throws(HDF5Error) {
    let expected: String = try file.readAttribute(attribute, of: group)
    var digest = SHA256()
    for path in try file.series(below: group) {
      digest.update(path + "\n")
      digest.update(try file.readBytes("\(group)/\(path)").bytes)
    }
    guard digest.finish() == expected else {
      throw file.error(
        .changed,
        "it is damaged or was changed: its contents are not those that its digest (SHA-256) is of",
        advice: """
          Write the file again with 'agents evaluate --dump'; or, if it was changed on purpose, add \
          --accept-changed
          """, object: group)
    }
  }
}
