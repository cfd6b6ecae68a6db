import CHDF5

extension HDF5File {
  /// Writes a number as an attribute of the group or dataset at `path`, which exists.
  package func writeAttribute<Element: HDF5Element>(
    _ name: String, _ value: Element, of path: String = "/"
  ) throws(HDF5Error) {
    try writeNumbers(name, [value], shape: [], of: path)
  }

  /// Writes numbers as an attribute of one dimension. A file holds up to 64 KB in an attribute.
  package func writeAttribute<Element: HDF5Element>(
    _ name: String, _ values: [Element], of path: String = "/"
  ) throws(HDF5Error) {
    try writeNumbers(name, values, shape: [values.count], of: path)
  }

  /// Gives an attribute that is a single number a new value of the same type.
  package func updateAttribute<Element: HDF5Element>(
    _ name: String, _ value: Element, of path: String = "/"
  ) throws(HDF5Error) {
    try writingAttribute(name, of: path) { object, operation throws(HDF5Error) in
      let attribute = try unsafe operation.take(
        H5Aopen(object, name, chdf5_default()), closedBy: H5Aclose)
      let status = unsafe withUnsafeBytes(of: value) { bytes in
        unsafe H5Awrite(attribute.id, Element.numberType.native, bytes.baseAddress)
      }
      try operation.check(status)
      try operation.close(attribute)
    }
  }

  /// Reads an attribute that is a single number, under the rules that hold for datasets.
  package func readAttribute<Element: HDF5Element>(
    _ name: String, as type: Element.Type = Element.self, of path: String = "/"
  ) throws(HDF5Error) -> Element {
    let values = try readNumbers(name, as: type, of: path, mustBeOne: true)
    return values[0]
  }

  /// Reads an attribute of numbers, row-major.
  package func readAttribute<Element: HDF5Element>(
    _ name: String, as type: [Element].Type = [Element].self, of path: String = "/"
  ) throws(HDF5Error) -> [Element] {
    try readNumbers(name, as: Element.self, of: path, mustBeOne: false)
  }

  /// Whether the group or dataset at `path` has an attribute of this name.
  package func containsAttribute(
    _ name: String, of path: String = "/"
  ) throws(HDF5Error) -> Bool {
    try reading("read the attributes of", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      return try operation.check(unsafe H5Aexists(object.id, name)) > 0
    }
  }

  private func writeNumbers<Element: HDF5Element>(
    _ name: String, _ values: [Element], shape: [Int], of path: String
  ) throws(HDF5Error) {
    try writingAttribute(name, of: path) { object, operation throws(HDF5Error) in
      let type = Element.numberType.native
      try Self.makeAttribute(
        name, of: object, type: type, shape: shape, operation
      ) { attribute in
        unsafe values.withUnsafeBytes { unsafe H5Awrite(attribute, type, $0.baseAddress) }
      }
    }
  }

  private func readNumbers<Element: HDF5Element>(
    _ name: String, as type: Element.Type, of path: String, mustBeOne: Bool
  ) throws(HDF5Error) -> [Element] {
    try readAttribute(name, of: path) { attribute, count, operation throws(HDF5Error) in
      try Self.checkNumbers(ofType: H5Aget_type(attribute), fit: Element.numberType, operation)
      if mustBeOne { try Self.checkIsOne(count, operation) }
      return try unsafe Self.readValues(count: count, operation) { memory in
        unsafe H5Aread(attribute, Element.numberType.native, memory)
      }
    }
  }
}

extension HDF5File {
  /// Opens the object at `path` and lets `write` make an attribute of it.
  func writingAttribute(
    _ name: String, of path: String,
    _ write: (_ object: hid_t, HDF5Operation) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    try writing("write attribute '\(name)' of", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      try write(object.id, operation)
      try operation.close(object)
    }
  }

  /// Makes an attribute of an open object and lets `fill` write values of `type`.
  static func makeAttribute(
    _ name: String, of object: hid_t, type: hid_t, shape: [Int], _ operation: HDF5Operation,
    fill: (_ attribute: hid_t) -> herr_t
  ) throws(HDF5Error) {
    if try operation.check(unsafe H5Aexists(object, name)) > 0 {
      throw operation.error(
        .writeFailed, "it has an attribute of this name already", advice: "Use another name")
    }
    let space = try dataspace(shape: shape, operation)
    let attribute = try unsafe operation.take(
      H5Acreate2(object, name, type, space.id, chdf5_default(), chdf5_default()),
      closedBy: H5Aclose)
    if !shape.contains(0) { try operation.check(fill(attribute.id)) }
    try operation.close(attribute)
  }

  /// Opens an attribute and hands it and the number of its values to `body`.
  func readAttribute<Result>(
    _ name: String, of path: String,
    _ body: (hid_t, Int, HDF5Operation) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try reading("read attribute '\(name)' of", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      guard try operation.check(unsafe H5Aexists(object.id, name)) > 0 else {
        throw operation.error(
          .objectMissing, "there is no such attribute", advice: Self.contentAdvice)
      }
      let attribute = try unsafe operation.take(
        H5Aopen(object.id, name, chdf5_default()), closedBy: H5Aclose)
      let shape = try Self.shape(ofSpace: H5Aget_space(attribute.id), operation)
      guard isWritable || H5Aget_storage_size(attribute.id) <= size else {
        throw operation.error(
          .damaged, "it claims more bytes than the file has", advice: Self.contentAdvice)
      }
      return try body(attribute.id, shape.reduce(1, *), operation)
    }
  }

  static func checkIsOne(_ count: Int, _ operation: HDF5Operation) throws(HDF5Error) {
    guard count == 1 else {
      throw operation.error(
        .wrongShape, "it holds \(count) values where one is expected", advice: contentAdvice)
    }
  }
}
