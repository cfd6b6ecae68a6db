import Environments
import HDF5

/// An episode as it will lie in a trajectory file, compressed. Any number may be made at a time.
package struct EncodedEpisode: Sendable {
  let result: EpisodeResult
  private let datasets: [(name: String, dataset: HDF5ChunkedDataset, scales: [String])]
  /// The dimensions of all datasets by name, and how long they are.
  private let scales: [(name: String, size: Int)]
  /// What was the same all the time, by name.
  private let facts: [String: [Double]]
  /// Of all that it holds; ``EpisodeDigest`` says how.
  private let digest: String

  /// - Parameter compressionLevel: From 1, fast, to 9, small; 0 for no compression.
  package init(_ record: EpisodeRecord, compressionLevel: Int) {
    result = record.result
    facts = record.facts
    let compressor = ChunkCompressor(level: compressionLevel)
    var datasets = [(name: String, dataset: HDF5ChunkedDataset, scales: [String])]()
    var sizes = [String: Int]()
    var scales = [(name: String, size: Int)]()
    /// The scale for a dimension; two dimensions of one name and different lengths have two.
    func scale(_ dimension: String, _ size: Int) -> String {
      let name = sizes[dimension, default: size] == size ? dimension : "\(dimension)_\(size)"
      if sizes.updateValue(size, forKey: name) == nil { scales.append((name, size)) }
      return name
    }
    for series in record.series {
      let format = series.format
      let dataset = HDF5ChunkedDataset(
        series.bytes, shape: [series.rowCount] + format.rowShape,
        description: HDF5ChunkedDataset.Description(
          format.element.numberType, unit: format.unit,
          classes: format.classes.map {
            HDF5ChunkedDataset.ValueClass(value: $0.value, meaning: $0.meaning)
          }, dimensions: format.dimensions),
        compressor: compressor)
      datasets.append((format.name, dataset, zip(format.dimensions, dataset.shape).map(scale)))
    }
    self.datasets = datasets
    self.scales = scales
    digest = EpisodeDigest.digest(of: record)
  }

  /// The number of bytes that its values take in a file.
  var byteCount: Int { datasets.reduce(0) { $0 + $1.dataset.byteCount } }

  /// Its group in a file.
  private static func group(ofEpisode number: Int) -> String { "episode_\(number)" }

  /// Writes it as the group `episode_<number>`.
  ///
  /// - Parameters:
  ///   - first: The number of the file's first episode, whose dimensions the others share where they
  ///     are as long.
  ///   - coordinates: What stands along dimensions, by their names.
  func write(
    to file: HDF5File, first: Int, coordinates: [String: [String]]
  ) throws(HDF5Error) {
    try file.createGroup(Self.group(ofEpisode: result.number)) { group throws(HDF5Error) in
      try group.writeAttribute("id", result.number)
      try group.writeAttribute("seed", result.seed)
      try group.writeAttribute("total_steps", result.length)
      try group.writeAttribute("length", result.length)
      try group.writeAttribute("return", result.episodeReturn)
      try group.writeAttribute(
        "outcome", result.outcome == .terminated ? "terminated" : "truncated")
      try group.writeAttribute(EpisodeDigest.attribute, digest)
      for (name, values) in facts.sorted(by: { $0.key < $1.key }) {
        try group.writeAttribute(name, values)
      }
      let original = result.number == first ? nil : "/" + Self.group(ofEpisode: first)
      var references = [String: HDF5GroupWriter.ScaleReference]()
      for (name, size) in scales {
        // Episodes differ in their lengths.
        let isOwn = name == "state" || name == "step"
        references[name] = try group.write(
          HDF5Scale(name, size: size, coordinates: coordinates[name]),
          sharingWith: isOwn ? nil : original)
      }
      for (name, dataset, scales) in datasets {
        try group.write(dataset, to: name, scales: scales.compactMap { references[$0] })
      }
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
    case .byte: .integer(bits: 8, isSigned: false)
    }
  }
}
