import Environments
import Files
import Foundation
import Settings
import Storage

/// Episodes in a dataset of Minari's: what `minari.load_dataset` of Minari 0.5 opens by its id.
///
/// A dataset is the folder `<id>/data` below that of all datasets, with an HDF5 file of the episodes and
/// a JSON file that says how many of them there are. The second follows the first, so that whoever looks
/// meanwhile, or after a kill, finds whole episodes.
package final class MinariDataset: EpisodeWriter {
  package let encode: @Sendable (EpisodeRecord) -> EncodedEpisode

  private let file: TrajectoryFile
  private let metadataFile: URL
  private var metadata: MinariMetadata

  /// Checks that the dataset can be written. With `replacing`, an older one of that id is gone
  /// afterwards.
  ///
  /// - Parameters:
  ///   - id: a name and a version, `pole-v0`, with the name of a group before them if wanted,
  ///     `balance/pole-v0`.
  ///   - folder: that of all datasets.
  ///   - environment: where the episodes take place, with its `spaces`.
  /// - Throws: ``EvaluationError`` for an id that Minari would not take; ``FileError`` or ``HDF5Error``
  ///   where it cannot be written.
  package init(
    id: String, in folder: URL = MinariDataset.standardFolder, replacing: Bool,
    header: TrajectoryHeader, environment: EnvironmentConfiguration, spaces: EvaluationSpaces,
    compressionLevel: Int = 1
  ) throws {
    guard (try? Self.idPattern.wholeMatch(in: id)) != nil else {
      throw EvaluationError.usage(
        """
        \(setting: "minari", id) is not an id that Minari knows datasets by. It is made of letters, digits, - and \
        _, and ends with a version: \(environment.id.split(separator: "-")[0].lowercased())/trained-v0.
        """)
    }
    guard spaces.observations.layout.isVector else {
      throw EvaluationError.usage(
        """
        \(setting: "minari") takes vectors alone, and \(environment.id) gives images. A trajectory file \
        holds them.
        """)
    }
    let data = folder.appending(path: id).appending(path: "data", directoryHint: .isDirectory)
    metadataFile = data.appending(path: "metadata.json")
    metadata = MinariMetadata(
      datasetID: id,
      observationSpace: GymnasiumSpace.box(
        low: spaces.observations.components.map(\.bounds.lowerBound),
        high: spaces.observations.components.map(\.bounds.upperBound)),
      actionSpace: GymnasiumSpace.json(spaces.actions),
      environmentSpec: try GymnasiumSpec(
        environment, maximumEpisodeSteps: spaces.maximumEpisodeSteps)?
        .json)
    let actions = spaces.actions
    encode = { record in
      EncodedEpisode(record.adapted(to: actions), compressionLevel: compressionLevel)
    }
    try Folder.makeIfMissing(data)
    file = try TrajectoryFile(
      at: data.appending(path: "main_data.hdf5"), replacing: replacing, header: header,
      compressionLevel: compressionLevel)
    // From here on it would speak of episodes that may be replaced.
    try? FileManager.default.removeItem(at: metadataFile)
  }

  package func append(_ episode: EncodedEpisode) throws {
    try file.append(episode)
    try publishCounts()
  }

  package func close() throws {
    try file.close()
    try publishCounts()
  }

  private func publishCounts() throws {
    guard let published = file.published, published.episodes != metadata.totalEpisodes else {
      return
    }
    metadata.totalEpisodes = published.episodes
    metadata.totalSteps = published.steps
    try AtomicFile.write(Data(try CheckpointFormat.encode(metadata).utf8), to: metadataFile)
  }
}

extension MinariDataset {
  /// Where Minari looks for datasets.
  package static var standardFolder: URL {
    if let path = ProcessInfo.processInfo.environment["MINARI_DATASETS_PATH"] {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    return FileManager.default.homeDirectoryForCurrentUser
      .appending(path: ".minari/datasets", directoryHint: .isDirectory)
  }

  /// What Minari takes for an id, less what no folder should be called.
  private static var idPattern: Regex<Substring> {
    /(?:[A-Za-z0-9_][A-Za-z0-9_-]*\/)*[A-Za-z0-9_][A-Za-z0-9_-]*-v[0-9]+/
  }
}
