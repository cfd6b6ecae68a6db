import CHDF5

extension HDF5File {
  /// Writes a dataset that was cut and compressed before, with its unit as the attribute `units` and
  /// the names of its dimensions as HDF5's dimension labels.
  package func write(_ dataset: HDF5ChunkedDataset, to path: String) throws(HDF5Error) {
    try writing("write dataset", path) { operation throws(HDF5Error) in
      try createDataset(
        path, dataset.description.type, dataset.shape, operation
      ) { properties throws(HDF5Error) in
        try Self.chooseChunks(dataset, properties, operation)
      } fill: { id throws(HDF5Error) in
        try Self.writeChunks(dataset, to: id, operation)
        if let unit = dataset.description.unit {
          try Self.writeTexts("units", [unit], shape: [], of: id, operation)
        }
        let labels = dataset.description.dimensions
        // This is what H5DSset_label of the library's high-level part makes in a call for each
        // dimension (HDF5 Dimension Scale Specification, section 4.2).
        try Self.writeTexts("DIMENSION_LABELS", labels, shape: [labels.count], of: id, operation)
      }
    }
  }

  private static func chooseChunks(
    _ dataset: HDF5ChunkedDataset, _ properties: hid_t, _ operation: HDF5Operation
  ) throws(HDF5Error) {
    let extents = dataset.chunkShape.map(hsize_t.init)
    guard !extents.contains(0) else { return }
    try operation.check(unsafe H5Pset_chunk(properties, Int32(extents.count), extents))
    guard dataset.compressionLevel > 0 else { return }
    try operation.check(H5Pset_shuffle(properties))
    try operation.check(H5Pset_deflate(properties, UInt32(dataset.compressionLevel)))
  }

  private static func writeChunks(
    _ dataset: HDF5ChunkedDataset, to id: hid_t, _ operation: HDF5Operation
  ) throws(HDF5Error) {
    var offset = [hsize_t](repeating: 0, count: dataset.shape.count)
    for chunk in dataset.chunks {
      // A bit for each filter that the chunk did not go through.
      let skippedFilters: UInt32 = chunk.isCompressed || dataset.compressionLevel == 0 ? 0 : 0b11
      try operation.check(
        unsafe H5Dwrite_chunk(
          id, chdf5_default(), skippedFilters, offset, chunk.bytes.count, chunk.bytes))
      offset[0] += hsize_t(dataset.rowsPerChunk)
    }
  }
}
