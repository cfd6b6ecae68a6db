import Files
import Foundation
import HDF5

/// Episodes in an HDF5 file, in the layout that docs/trajectories.md describes.
///
/// Whoever opens the file while it is written, or after a kill or on a full disk, finds whole episodes:
/// the first N, without those of about the last second.
package final class TrajectoryFile: EpisodeWriter {
  /// An episode and how much there is with it.
  private struct Piece {
    let episode: EncodedEpisode
    /// The number of the file's first episode.
    let first: Int
    let total: (episodes: Int, steps: Int)
  }

  /// Episodes do not wait longer than this, or in larger heaps, before they are published.
  private static let longestWait = Duration.seconds(1)
  private static let largestHeap = 8 << 20

  private let file: GrowingFile<Piece>
  package let encode: @Sendable (EpisodeRecord) -> EncodedEpisode
  /// How many episodes and steps can be read; nil before the first can.
  package private(set) var published: (episodes: Int, steps: Int)?

  private var total = (episodes: 0, steps: 0)
  private var first: Int?
  private var pendingBytes = 0
  private var latestPublication = ContinuousClock.now

  /// Checks that a file can be written, which at first has no episodes and no name.
  ///
  /// - Parameters:
  ///   - replacing: Whether it takes the place of a file that is there.
  ///   - compressionLevel: From 1, fast, to 9, small; 0 for no compression.
  /// - Throws: ``FileError`` or ``HDF5Error`` where it cannot be written.
  package init(
    at url: URL, replacing: Bool, header: TrajectoryHeader, compressionLevel: Int = 1
  ) throws {
    encode = { EncodedEpisode($0, compressionLevel: compressionLevel) }
    file = try GrowingFile(
      at: url, replacing: replacing,
      write: { pieces, copy in
        try Self.extend(copy, by: pieces, header: header, reportedAs: url)
      },
      seal: { copy in try FileSeal.close(copy, kind: .trajectories, reportedAs: url) })
  }

  package func append(_ episode: EncodedEpisode) throws {
    total.episodes += 1
    total.steps += episode.result.length
    pendingBytes += episode.byteCount
    let first = first ?? episode.result.number
    self.first = first
    file.append(Piece(episode: episode, first: first, total: total))
    let waited = ContinuousClock.now - latestPublication
    guard pendingBytes > Self.largestHeap || waited > Self.longestWait else { return }
    try file.publish()
    published = total
    pendingBytes = 0
    latestPublication = .now
  }

  package func close() throws {
    try file.close()
    published = total
  }

  private static func extend(
    _ url: URL, by pieces: [Piece], header: TrajectoryHeader, reportedAs name: URL
  ) throws {
    let file: HDF5File
    if FileManager.default.fileExists(atPath: url.filePath) {
      file = try HDF5File(extending: url, form: .compact, reportedAs: name)
    } else {
      file = try HDF5File(creating: url, kind: .trajectories, form: .compact, reportedAs: name)
      try header.write(to: file)
      try file.writeAttribute("total_episodes", 0)
      try file.writeAttribute("total_steps", 0)
    }
    let coordinates = header.coordinates
    for piece in pieces {
      try piece.episode.write(to: file, first: piece.first, coordinates: coordinates)
    }
    if let last = pieces.last {
      try file.updateAttribute("total_episodes", last.total.episodes)
      try file.updateAttribute("total_steps", last.total.steps)
    }
    try file.close()
  }
}
