import Environments
import Storage

/// An episode as it will lie in a trajectory file, compressed. Any number may be made at a time.
package struct EncodedEpisode: Sendable {
  let result: EpisodeResult
  private let datasets: [(name: String, dataset: HDF5ChunkedDataset)]
  /// Of all that it holds; ``EpisodeDigest`` says how.
  private let digest: String

  /// - Parameter compressionLevel: From 1, fast, to 9, small; 0 for no compression.
  package init(_ record: EpisodeRecord, compressionLevel: Int) {
    result = record.result
    let compressor = ChunkCompressor(level: compressionLevel)
    var datasets = [(name: String, dataset: HDF5ChunkedDataset)]()
    for series in record.series {
      let format = series.format
      let dataset = HDF5ChunkedDataset(
        series.bytes, shape: [series.rowCount] + format.rowShape,
        description: HDF5ChunkedDataset.Description(
          format.element.numberType, unit: format.unit, dimensions: format.dimensions),
        compressor: compressor)
      datasets.append((format.name, dataset))
    }
    self.datasets = datasets
    digest = EpisodeDigest.digest(of: record)
  }

  /// The number of bytes that its values take in a file.
  var byteCount: Int { datasets.reduce(0) { $0 + $1.dataset.byteCount } }

  /// Writes it as the group `episode_<number>`.
  func write(to file: HDF5File) throws(HDF5Error) {
    try file.createGroup("episode_\(result.number)") { group throws(HDF5Error) in
      try group.writeAttribute("id", result.number)
      try group.writeAttribute("seed", result.seed)
      try group.writeAttribute("total_steps", result.length)
      try group.writeAttribute("length", result.length)
      try group.writeAttribute("return", result.episodeReturn)
      try group.writeAttribute(
        "outcome", result.outcome == .terminated ? "terminated" : "truncated")
      try group.writeAttribute(EpisodeDigest.attribute, digest)
      for (name, dataset) in datasets { try group.write(dataset, to: name) }
    }
  }
}

extension EpisodeSeries.Element {
  fileprivate var numberType: HDF5NumberType {
    switch self {
    case .float32: .float(bits: 32)
    case .float64: .float(bits: 64)
    case .int64: .integer(bits: 64, isSigned: true)
    case .flag: .flag
    }
  }
}
