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
    try writeAttribute(
      name, of: path, shape: shape
    ) { operation throws(HDF5Error) in
      try operation.take(H5Tcopy(Element.numberType.native), closedBy: H5Tclose)
    } fill: { attribute, type in
      unsafe values.withUnsafeBytes { unsafe H5Awrite(attribute, type, $0.baseAddress) }
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
  /// Makes an attribute of the type that `type` returns and lets `fill` write values of that type.
  func writeAttribute(
    _ name: String, of path: String, shape: [Int],
    type: (HDF5Operation) throws(HDF5Error) -> HDF5Handle,
    fill: (_ attribute: hid_t, _ type: hid_t) -> herr_t
  ) throws(HDF5Error) {
    try writing("write attribute '\(name)' of", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      if try operation.check(unsafe H5Aexists(object.id, name)) > 0 {
        throw operation.error(
          .writeFailed, "it has an attribute of this name already", advice: "Use another name")
      }
      let type = try type(operation)
      let space = try Self.dataspace(shape: shape, operation)
      let attribute = try unsafe operation.take(
        H5Acreate2(object.id, name, type.id, space.id, chdf5_default(), chdf5_default()),
        closedBy: H5Aclose)
      if !shape.contains(0) { try operation.check(fill(attribute.id, type.id)) }
      try operation.close(attribute)
      try operation.close(object)
    }
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
