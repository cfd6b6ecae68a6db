import CHDF5
import Tensors

extension HDF5File {
  /// Writes `values`, row-major, as a dataset of the given shape.
  package func write<Element: HDF5Element>(
    _ values: [Element], shape: [Int], to path: String
  ) throws(HDF5Error) {
    precondition(
      values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape) of '\(path)'"
    )
    try writing("write dataset", path) { operation throws(HDF5Error) in
      try createDataset(
        path, Element.numberType, shape, operation
      ) { dataset throws(HDF5Error) in
        guard !values.isEmpty else { return }
        let status = unsafe values.withUnsafeBytes { bytes in
          unsafe H5Dwrite(
            dataset, Element.numberType.native, chdf5_default(), chdf5_default(), chdf5_default(),
            bytes.baseAddress)
        }
        try operation.check(status)
      }
    }
  }

  /// Writes one number as a dataset of the shape [].
  package func write<Element: HDF5Element>(
    _ value: Element, to path: String
  ) throws(HDF5Error) {
    try write([value], shape: [], to: path)
  }

  /// Writes a matrix, with or without gaps between its rows, as a dataset of the shape
  /// [rows, columns] or of another shape with as many values.
  package func write(
    _ matrix: Matrix, shape: [Int]? = nil, to path: String
  ) throws(HDF5Error) {
    let shape = shape ?? [matrix.rows, matrix.columns]
    precondition(
      matrix.count == shape.reduce(1, *), "\(matrix.count) values do not fill \(shape) of '\(path)'"
    )
    try writing("write dataset", path) { operation throws(HDF5Error) in
      try createDataset(
        path, Float.numberType, shape, operation
      ) { dataset throws(HDF5Error) in
        guard matrix.count > 0 else { return }
        let memory = try Self.dataspace(of: matrix, operation)
        try operation.check(
          unsafe H5Dwrite(
            dataset, Float.numberType.native, memory.id, chdf5_default(), chdf5_default(),
            matrix.base))
      }
    }
  }

  /// Makes a dataset at a path that leads to nothing yet.
  private func createDataset(
    _ path: String, _ type: HDF5NumberType, _ shape: [Int], _ operation: HDF5Operation,
    fill: (hid_t) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    if try place(of: path, operation) != nil {
      throw operation.error(
        .writeFailed, "there is an object of this name already", advice: "Use another name")
    }
    let links = try Self.linkProperties(operation)
    try Self.makeDataset(path, in: id, links: links.id, type.native, shape, operation, fill: fill)
  }

  /// Makes a dataset as `configure` asks the library to and lets `fill` write to it.
  static func makeDataset(
    _ path: String, in place: hid_t, links: hid_t, _ type: hid_t, _ shape: [Int],
    _ operation: HDF5Operation,
    configure: (_ properties: hid_t) throws(HDF5Error) -> Void = { _ in },
    fill: (hid_t) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let space = try dataspace(shape: shape, operation)
    let properties = try operation.take(
      H5Pcreate(chdf5_dataset_create_class()), closedBy: H5Pclose)
    // Without the time of day, equal contents are equal files.
    try operation.check(H5Pset_obj_track_times(properties.id, false))
    try configure(properties.id)
    let dataset = try unsafe operation.take(
      H5Dcreate2(place, path, type, space.id, links, properties.id, chdf5_default()),
      closedBy: H5Dclose)
    try fill(dataset.id)
    try operation.close(dataset)
  }
}

extension HDF5File {
  /// The library's description of a shape; [] is that of a single number.
  static func dataspace(
    shape: [Int], _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    if shape.isEmpty { return try operation.take(H5Screate(H5S_SCALAR), closedBy: H5Sclose) }
    let extents = shape.map(hsize_t.init)
    return try operation.take(
      unsafe H5Screate_simple(Int32(extents.count), extents, nil), closedBy: H5Sclose)
  }

  /// The place of a matrix's values in its memory: the first columns of rows `stride` wide.
  static func dataspace(
    of matrix: Matrix, _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    let space = try dataspace(
      shape: [matrix.rows, max(matrix.stride, matrix.columns)], operation)
    let start: [hsize_t] = [0, 0]
    let count = [hsize_t(matrix.rows), hsize_t(matrix.columns)]
    try operation.check(
      unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil))
    return space
  }
}
