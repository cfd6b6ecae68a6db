import CHDF5

/// Fills a group that was just made.
///
/// It holds on to what everything in the group needs: to find the way from the root for each dataset
/// and attribute again takes as long as writing them.
package struct HDF5GroupWriter: ~Copyable {
  let group: hid_t
  let links: HDF5Handle
  let operation: HDF5Operation
  private let text: HDF5Handle
  /// The type of a list of references to objects.
  let referenceListType: HDF5Handle

  fileprivate init(_ group: hid_t, _ operation: HDF5Operation) throws(HDF5Error) {
    let links = try HDF5File.linkProperties(operation)
    let text = try HDF5File.variableTextType(operation)
    let references = try operation.take(
      H5Tvlen_create(chdf5_object_reference()), closedBy: H5Tclose)
    self.group = group
    self.operation = operation
    self.links = links
    self.text = text
    referenceListType = references
  }

  /// The type of a text of any length.
  var textType: hid_t { text.id }

  /// Writes a number as an attribute of the group.
  package func writeAttribute<Element: HDF5Element>(
    _ name: String, _ value: Element
  ) throws(HDF5Error) {
    let type = Element.numberType.native
    try HDF5File.makeAttribute(name, of: group, type: type, shape: [], operation) { attribute in
      unsafe withUnsafeBytes(of: value) { unsafe H5Awrite(attribute, type, $0.baseAddress) }
    }
  }

  /// Writes numbers as an attribute of the group, of one dimension.
  package func writeAttribute<Element: HDF5Element>(
    _ name: String, _ values: [Element]
  ) throws(HDF5Error) {
    let type = Element.numberType.native
    try HDF5File.makeAttribute(
      name, of: group, type: type, shape: [values.count], operation
    ) { attribute in
      unsafe values.withUnsafeBytes { unsafe H5Awrite(attribute, type, $0.baseAddress) }
    }
  }

  /// Writes text as an attribute of the group.
  package func writeAttribute(_ name: String, _ text: String) throws(HDF5Error) {
    try writeTexts(name, [text], shape: [], of: group)
  }

  private func writeTexts(
    _ name: String, _ texts: [String], shape: [Int], of object: hid_t
  ) throws(HDF5Error) {
    try HDF5File.makeAttribute(name, of: object, type: textType, shape: shape, operation) {
      attribute in
      unsafe HDF5File.withCStrings(texts) { unsafe H5Awrite(attribute, textType, $0.baseAddress) }
    }
  }

  /// Writes a dataset that was cut and compressed before, with its unit as the attribute `units` and
  /// the names of its dimensions as HDF5's dimension labels.
  ///
  /// - Parameter scales: One for each dimension, or none.
  package func write(
    _ dataset: HDF5ChunkedDataset, to path: String, scales: [ScaleReference] = []
  ) throws(HDF5Error) {
    try HDF5File.makeDataset(
      path, in: group, links: links.id, dataset.description.type.native, dataset.shape, operation
    ) { properties throws(HDF5Error) in
      try chooseChunks(of: dataset, properties)
    } fill: { id throws(HDF5Error) in
      try writeChunks(of: dataset, to: id)
      if let unit = dataset.description.unit {
        try writeTexts("units", [unit], shape: [], of: id)
      }
      let labels = dataset.description.dimensions
      // This is what H5DSset_label in the high-level part of the library makes, in a call for each
      // dimension (HDF5 Dimension Scale Specification).
      try writeTexts("DIMENSION_LABELS", labels, shape: [labels.count], of: id)
      if !scales.isEmpty { try attach(scales, to: id) }
      try writeMeanings(of: dataset.description.classes, to: id)
    }
  }

  /// As netCDF's conventions for climate and forecast data (CF) have it: the values, and words for them.
  private func writeMeanings(
    of classes: [HDF5ChunkedDataset.ValueClass], to dataset: hid_t
  ) throws(HDF5Error) {
    guard !classes.isEmpty else { return }
    let type = Double.numberType.native
    try HDF5File.makeAttribute(
      "flag_values", of: dataset, type: type, shape: [classes.count], operation
    ) { attribute in
      unsafe classes.map(\.value).withUnsafeBytes {
        unsafe H5Awrite(attribute, type, $0.baseAddress)
      }
    }
    let words = classes.map { $0.meaning.replacing(" ", with: "_") }
    try writeTexts("flag_meanings", [words.joined(separator: " ")], shape: [], of: dataset)
  }

  private func chooseChunks(
    of dataset: HDF5ChunkedDataset, _ properties: hid_t
  ) throws(HDF5Error) {
    let extents = dataset.chunkShape.map(hsize_t.init)
    guard !extents.contains(0) else { return }
    try operation.check(unsafe H5Pset_chunk(properties, Int32(extents.count), extents))
    guard dataset.compressionLevel > 0 else { return }
    try operation.check(H5Pset_shuffle(properties))
    try operation.check(H5Pset_deflate(properties, UInt32(dataset.compressionLevel)))
  }

  private func writeChunks(of dataset: HDF5ChunkedDataset, to id: hid_t) throws(HDF5Error) {
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

extension HDF5File {
  /// Makes a group, which must not exist yet, and lets `fill` write to it.
  package func createGroup(
    _ path: String, fill: (borrowing HDF5GroupWriter) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    try writing("write group", path) { operation throws(HDF5Error) in
      let links = try Self.linkProperties(operation)
      let group = try unsafe operation.take(
        H5Gcreate2(id, path, links.id, chdf5_default(), chdf5_default()), closedBy: H5Gclose)
      try fill(try HDF5GroupWriter(group.id, operation))
      try operation.close(group)
    }
  }
}
