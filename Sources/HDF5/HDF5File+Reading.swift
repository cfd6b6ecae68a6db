import CHDF5
import Tensors

extension HDF5File {
  /// A dataset that claims to be larger than this, in bytes, is not read.
  static let largestRead = 16 << 30
  /// The most that a byte of zlib's can stand for (its format ends there, at about 1032).
  private static let largestRatio: hsize_t = 1_032
  /// Chunks of less than this, in bytes, are nobody's harm, however little they hold.
  private static let harmlessChunk: hsize_t = 1 << 20

  /// Reads a dataset. Integers may be read as floating-point numbers, which rounds beyond 2^53 for
  /// `Double`, double precision as single precision, and integers as wider ones.
  package func read<Element: HDF5Element>(
    _ path: String, as type: Element.Type = Element.self
  ) throws(HDF5Error) -> HDF5Array<Element> {
    try readDataset(path, expected: nil)
  }

  /// Reads a dataset that must have the given shape, and returns its values, row-major.
  package func read<Element: HDF5Element>(
    _ path: String, as type: Element.Type = Element.self, shape: [Int]
  ) throws(HDF5Error) -> [Element] {
    try readDataset(path, expected: shape).values
  }

  /// Reads a dataset that is a single number.
  package func readScalar<Element: HDF5Element>(
    _ path: String, as type: Element.Type = Element.self
  ) throws(HDF5Error) -> Element {
    try readDataset(path, expected: []).values[0]
  }

  /// The shape of a dataset.
  package func shape(of path: String) throws(HDF5Error) -> [Int] {
    try reading("read dataset", path) { operation throws(HDF5Error) in
      let dataset = try openDataset(path, operation)
      return try Self.shape(ofSpace: H5Dget_space(dataset.id), operation)
    }
  }

  /// The values of a dataset as it stores them, row-major in the machine's byte order, and its shape.
  package func readBytes(_ path: String) throws(HDF5Error) -> (shape: [Int], bytes: [UInt8]) {
    try reading("read dataset", path) { operation throws(HDF5Error) in
      let dataset = try openDataset(path, operation)
      let shape = try Self.shape(ofSpace: H5Dget_space(dataset.id), operation)
      let type = try operation.take(H5Dget_type(dataset.id), closedBy: H5Tclose)
      guard let numbers = HDF5NumberType(of: type.id) else {
        throw operation.error(
          .wrongType, "it holds values that are not numbers", advice: Self.contentAdvice)
      }
      let native = try operation.take(
        H5Tget_native_type(type.id, H5T_DIR_ASCEND), closedBy: H5Tclose)
      let bytes: [UInt8] = try unsafe Self.readValues(
        count: shape.reduce(numbers.size, *), operation
      ) { memory in
        unsafe H5Dread(
          dataset.id, native.id, chdf5_default(), chdf5_default(), chdf5_default(), memory)
      }
      return (shape, bytes)
    }
  }

  /// Reads a dataset of the shape [rows, columns], or of the given shape with as many values, into a
  /// matrix. If reading fails on the way, the matrix may hold a part of it.
  package func read(
    _ path: String, into matrix: Matrix, shape: [Int]? = nil
  ) throws(HDF5Error) {
    let shape = shape ?? [matrix.rows, matrix.columns]
    precondition(matrix.count == shape.reduce(1, *), "\(shape) is not the size of the matrix")
    try reading("read dataset", path) { operation throws(HDF5Error) in
      let dataset = try openDataset(path, operation)
      try Self.checkShape(of: dataset.id, is: shape, operation)
      try Self.checkNumbers(ofType: H5Dget_type(dataset.id), fit: Float.numberType, operation)
      guard matrix.count > 0 else { return }
      let memory = try Self.dataspace(of: matrix, operation)
      try operation.check(
        unsafe H5Dread(
          dataset.id, Float.numberType.native, memory.id, chdf5_default(), chdf5_default(),
          matrix.base))
    }
  }

  private func readDataset<Element: HDF5Element>(
    _ path: String, expected: [Int]?
  ) throws(HDF5Error) -> HDF5Array<Element> {
    try reading("read dataset", path) { operation throws(HDF5Error) in
      let dataset = try openDataset(path, operation)
      if let expected { try Self.checkShape(of: dataset.id, is: expected, operation) }
      let shape = try Self.shape(ofSpace: H5Dget_space(dataset.id), operation)
      try Self.checkNumbers(ofType: H5Dget_type(dataset.id), fit: Element.numberType, operation)
      let values: [Element] = try unsafe Self.readValues(
        count: shape.reduce(1, *), operation
      ) { memory in
        unsafe H5Dread(
          dataset.id, Element.numberType.native, chdf5_default(), chdf5_default(), chdf5_default(),
          memory)
      }
      return HDF5Array(shape: shape, values: values)
    }
  }

  private func openDataset(
    _ path: String, _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    let object = try openObject(path, operation)
    guard H5Iget_type(object.id) == H5I_DATASET else {
      throw operation.error(.wrongType, "it is not a dataset", advice: Self.contentAdvice)
    }
    try checkIsStored(object.id, operation)
    return object
  }

  /// Throws unless an open dataset lies in the file, all of it, so that what it claims to hold is about
  /// what there is; the file could otherwise ask for all the memory that the computer has, or for
  /// other files of it.
  func checkIsStored(_ dataset: hid_t, _ operation: HDF5Operation) throws(HDF5Error) {
    let properties = try operation.take(H5Dget_create_plist(dataset), closedBy: H5Pclose)
    let layout = H5Pget_layout(properties.id)
    guard layout != H5D_VIRTUAL, H5Pget_external_count(properties.id) == 0 else {
      throw operation.error(
        .outside, "its values lie in another file, which is not read",
        advice: "Put the data themselves into the file")
    }
    guard !isWritable else { return }
    let shape = try Self.shape(ofSpace: H5Dget_space(dataset), operation)
    let type = try operation.take(H5Dget_type(dataset), closedBy: H5Tclose)
    let valueSize = hsize_t(H5Tget_size(type.id))
    let claimed = try Self.product([valueSize] + shape.map(hsize_t.init), operation)
    let stored = H5Dget_storage_size(dataset)
    let ratio = H5Pget_nfilters(properties.id) == 0 ? 1 : Self.largestRatio
    let possible = stored.multipliedReportingOverflow(by: ratio)
    guard stored <= size, possible.overflow || claimed <= possible.partialValue else {
      throw operation.error(
        .damaged, "it claims \(claimed) bytes, and the file holds \(min(stored, hsize_t(size)))",
        advice: "The file was changed, or not all of it was written; use another copy of it")
    }
    guard layout == H5D_CHUNKED, !shape.isEmpty else { return }
    var chunk = [hsize_t](repeating: 0, count: shape.count)
    try operation.check(unsafe H5Pget_chunk(properties.id, Int32(chunk.count), &chunk))
    let chunkSize = try Self.product([valueSize] + chunk, operation)
    guard chunkSize <= max(possible.partialValue, Self.harmlessChunk) else {
      throw operation.error(
        .damaged, "its chunks claim \(chunkSize) bytes, and the file holds \(stored)",
        advice: "The file was changed; use another copy of it")
    }
  }

  private static func product(
    _ factors: [hsize_t], _ operation: HDF5Operation
  ) throws(HDF5Error) -> hsize_t {
    var product: hsize_t = 1
    for factor in factors {
      let (value, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else {
        throw operation.error(
          .wrongShape, "it claims more bytes than there can be", advice: contentAdvice)
      }
      product = value
    }
    return product
  }
}

extension HDF5File {
  /// Makes an array of what `read` puts into memory for `count` values.
  static func readValues<Element: HDF5Element>(
    count: Int, _ operation: HDF5Operation, _ read: (UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [Element] {
    guard count > 0 else { return [] }
    var status: herr_t = 0
    let values = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      status = unsafe read(UnsafeMutableRawPointer(buffer.baseAddress!))
      filled = status < 0 ? 0 : count
    }
    try operation.check(status)
    return values
  }

  /// The extents of a dataspace, which is closed; their product fits into ``largestRead`` bytes.
  static func shape(
    ofSpace id: hid_t, _ operation: HDF5Operation
  ) throws(HDF5Error) -> [Int] {
    let space = try operation.take(id, closedBy: H5Sclose)
    guard H5Sget_simple_extent_type(space.id) != H5S_NULL else {
      throw operation.error(.wrongShape, "it holds no values", advice: contentAdvice)
    }
    let rank = try operation.check(H5Sget_simple_extent_ndims(space.id))
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    if rank > 0 {
      try operation.check(unsafe H5Sget_simple_extent_dims(space.id, &extents, nil))
    }
    // No value takes more than eight bytes.
    var bytes: hsize_t = 8
    for extent in extents where extent > 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      bytes = overflow ? .max : product
    }
    guard bytes <= largestRead else {
      throw operation.error(
        .wrongShape, "it claims the shape \(extents), more than 16 GB", advice: contentAdvice)
    }
    return extents.map(Int.init)
  }

  static func checkShape(
    of dataset: hid_t, is expected: [Int], _ operation: HDF5Operation
  ) throws(HDF5Error) {
    let found = try shape(ofSpace: H5Dget_space(dataset), operation)
    guard found == expected else {
      throw operation.error(
        .wrongShape, "its shape is \(found) where \(expected) is expected", advice: contentAdvice)
    }
  }

  /// Throws unless the numbers of a type in the file, which is closed, can be read as `expected`.
  static func checkNumbers(
    ofType id: hid_t, fit expected: HDF5NumberType, _ operation: HDF5Operation
  ) throws(HDF5Error) {
    let type = try operation.take(id, closedBy: H5Tclose)
    let found = HDF5NumberType(of: type.id)
    guard let found, expected.accepts(found) else {
      let description = found?.description ?? "values that are not numbers"
      throw operation.error(
        .wrongType, "it holds \(description) where \(expected) are expected",
        advice: contentAdvice)
    }
  }
}
