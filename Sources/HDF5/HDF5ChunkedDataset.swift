/// A dataset as it will lie in a file: cut into chunks of whole rows, which are compressed.
///
/// To make one is the work and needs no file, so that many threads can do it at a time; to write one is
/// little.
package struct HDF5ChunkedDataset: Sendable {
  /// What is known of a dataset besides its values.
  package struct Description: Sendable {
    let type: HDF5NumberType
    /// What the values are measured in, where that is known.
    let unit: String?
    /// All values there are, where they are few and each means something.
    let classes: [ValueClass]
    /// The name of each dimension.
    let dimensions: [String]

    package init(
      _ type: HDF5NumberType, unit: String? = nil, classes: [ValueClass] = [],
      dimensions: [String]
    ) {
      self.type = type
      self.unit = unit
      self.classes = classes
      self.dimensions = dimensions
    }
  }

  /// A value and what it means.
  package struct ValueClass: Sendable {
    let value: Double
    let meaning: String

    package init(value: Double, meaning: String) {
      self.value = value
      self.meaning = meaning
    }
  }

  struct Chunk: Sendable {
    let bytes: [UInt8]
    let isCompressed: Bool
  }

  /// The most bytes in a chunk, unless a row has more: half of what h5py keeps in memory by default.
  private static let largestChunk = 1 << 19

  let description: Description
  package let shape: [Int]
  /// The number of rows in a chunk; the last one may reach beyond the dataset.
  let rowsPerChunk: Int
  let chunks: [Chunk]
  let compressionLevel: Int

  /// - Parameters:
  ///   - bytes: The values, row-major, in the machine's byte order.
  ///   - shape: The number of rows, then the shape of a row.
  ///   - compressor: What compresses the chunks; one serves any number of datasets, one at a time.
  package init(
    _ bytes: [UInt8], shape: [Int], description: Description,
    compressor: borrowing ChunkCompressor
  ) {
    let size = description.type.size
    precondition(
      bytes.count == shape.reduce(size, *), "\(bytes.count) bytes do not fill \(shape)")
    self.description = description
    self.shape = shape
    compressionLevel = compressor.level
    let rowSize = shape.dropFirst().reduce(size, *)
    rowsPerChunk = min(shape[0], max(1, Self.largestChunk / max(1, rowSize)))
    let chunkSize = rowsPerChunk * rowSize
    var chunks = [Chunk]()
    for start in stride(from: 0, to: bytes.count, by: max(1, chunkSize)) {
      var chunk = bytes[start..<min(start + chunkSize, bytes.count)]
      chunk.append(contentsOf: repeatElement(0, count: chunkSize - chunk.count))
      let compressed = compressor.compress(chunk, valueSize: size)
      chunks.append(
        Chunk(bytes: compressed ?? Array(chunk), isCompressed: compressed != nil))
    }
    self.chunks = chunks
  }

  var chunkShape: [Int] { [rowsPerChunk] + shape[1...] }

  /// The number of bytes that its values take in a file.
  package var byteCount: Int { chunks.reduce(0) { $0 + $1.bytes.count } }
}
