import CHDF5

/// A dimension that datasets share: how long it is, and what stands along it.
///
/// In a file it is a dimension scale (HDF5 Dimension Scale Specification), as netCDF-4 has them, by
/// which xarray and other programs know the dimension's name and its coordinates.
package struct HDF5Scale: Sendable, Hashable {
  package let name: String
  package let size: Int
  /// What each place along it is called; nil where places have only numbers.
  package let coordinates: [String]?

  /// - Parameter coordinates: Names, which count only where there is one for each place.
  package init(_ name: String, size: Int, coordinates: [String]? = nil) {
    self.name = name
    self.size = size
    self.coordinates = coordinates?.count == size ? coordinates : nil
  }
}

extension HDF5GroupWriter {
  /// Where a dimension scale lies in a file; datasets refer to it by that.
  package struct ScaleReference: Sendable {
    fileprivate let reference: hobj_ref_t
  }

  /// Writes a dimension scale.
  ///
  /// - Parameter original: The path of a group that may have the same scale. Then the two groups share
  ///   it, so that a thousand episodes cost no more than one.
  package func write(
    _ scale: HDF5Scale, sharingWith original: String? = nil
  ) throws(HDF5Error) -> ScaleReference {
    if let original, let shared = try link("\(original)/\(scale.name)", to: scale) {
      return shared
    }
    var reference: hobj_ref_t = 0
    let element: hid_t =
      scale.coordinates == nil ? HDF5NumberType.integer(bits: 8, isSigned: false).native : textType
    try HDF5File.makeDataset(
      scale.name, in: group, links: links.id, element, [scale.size], operation
    ) { properties throws(HDF5Error) in
      // A byte for each place, though nobody reads it: what claims more than it holds is refused.
      try operation.check(H5Pset_alloc_time(properties, H5D_ALLOC_TIME_EARLY))
    } fill: { id throws(HDF5Error) in
      if let coordinates = scale.coordinates, scale.size > 0 {
        let status = unsafe HDF5File.withCStrings(coordinates) { texts in
          unsafe H5Dwrite(
            id, element, chdf5_default(), chdf5_default(), chdf5_default(), texts.baseAddress)
        }
        try operation.check(status)
      }
      try writeFixedText("CLASS", "DIMENSION_SCALE", of: id)
      try writeFixedText("NAME", Self.title(of: scale), of: id)
      reference = try self.reference(to: id)
    }
    return ScaleReference(reference: reference)
  }

  /// What says that there are no coordinates is netCDF-4's own sentence.
  private static func title(of scale: HDF5Scale) -> String {
    guard scale.coordinates == nil else { return scale.name }
    let size = String(scale.size)
    let padding = String(repeating: " ", count: max(10 - size.count, 0))
    return "This is a netCDF dimension but not a netCDF variable.\(padding)\(size)"
  }

  /// Gives the scale at `path` a second name in this group; nil where it is not there or is another.
  private func link(_ path: String, to scale: HDF5Scale) throws(HDF5Error) -> ScaleReference? {
    guard try operation.check(unsafe H5Lexists(group, path, chdf5_default())) > 0 else {
      return nil
    }
    let dataset = try unsafe operation.take(
      H5Dopen2(group, path, chdf5_default()), closedBy: H5Dclose)
    guard try HDF5File.shape(ofSpace: H5Dget_space(dataset.id), operation) == [scale.size] else {
      return nil
    }
    try operation.check(
      unsafe H5Lcreate_hard(group, path, group, scale.name, links.id, chdf5_default()))
    return ScaleReference(reference: try reference(to: dataset.id))
  }

  private func reference(to object: hid_t) throws(HDF5Error) -> hobj_ref_t {
    var reference: hobj_ref_t = 0
    try operation.check(unsafe H5Rcreate(&reference, object, ".", H5R_OBJECT, -1))
    return reference
  }

  /// Says which scales the dimensions of a dataset have. This is what H5DSattach_scale in the high-level
  /// part of the library makes, less the list of datasets that it keeps with each scale.
  func attach(_ scales: [ScaleReference], to dataset: hid_t) throws(HDF5Error) {
    var references = scales.map(\.reference)
    try unsafe references.withUnsafeMutableBufferPointer { buffer throws(HDF5Error) in
      let lists = unsafe buffer.indices.map { index in
        unsafe hvl_t(len: 1, p: UnsafeMutableRawPointer(buffer.baseAddress! + index))
      }
      try unsafe HDF5File.makeAttribute(
        "DIMENSION_LIST", of: dataset, type: referenceListType.id, shape: [lists.count], operation
      ) { attribute in
        unsafe lists.withUnsafeBytes {
          unsafe H5Awrite(attribute, referenceListType.id, $0.baseAddress)
        }
      }
    }
  }

  /// Text of a fixed length, which the specification of scales wants.
  private func writeFixedText(
    _ name: String, _ text: String, of object: hid_t
  ) throws(HDF5Error) {
    let type = try operation.take(H5Tcopy(chdf5_c_string()), closedBy: H5Tclose)
    try operation.check(H5Tset_size(type.id, text.utf8.count + 1))
    try HDF5File.makeAttribute(name, of: object, type: type.id, shape: [], operation) { attribute in
      unsafe text.withCString { unsafe H5Awrite(attribute, type.id, $0) }
    }
  }
}
