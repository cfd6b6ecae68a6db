import CHDF5
import Foundation

extension HDF5File {
  /// Writes text as an attribute of the group or dataset at `path`, in UTF-8.
  package func writeAttribute(
    _ name: String, _ text: String, of path: String = "/"
  ) throws(HDF5Error) {
    try writeTexts(name, [text], shape: [], of: path)
  }

  /// Writes texts as an attribute of one dimension.
  package func writeAttribute(
    _ name: String, _ texts: [String], of path: String = "/"
  ) throws(HDF5Error) {
    try writeTexts(name, texts, shape: [texts.count], of: path)
  }

  /// Reads an attribute that is one text, of fixed or variable length, in ASCII or UTF-8.
  package func readAttribute(
    _ name: String, as type: String.Type = String.self, of path: String = "/"
  ) throws(HDF5Error) -> String {
    try readTexts(name, of: path, mustBeOne: true)[0]
  }

  /// Reads an attribute of texts.
  package func readAttribute(
    _ name: String, as type: [String].Type = [String].self, of path: String = "/"
  ) throws(HDF5Error) -> [String] {
    try readTexts(name, of: path, mustBeOne: false)
  }

  private func writeTexts(
    _ name: String, _ texts: [String], shape: [Int], of path: String
  ) throws(HDF5Error) {
    try writingAttribute(name, of: path) { object, operation throws(HDF5Error) in
      let type = try Self.variableTextType(operation)
      try Self.makeAttribute(
        name, of: object, type: type.id, shape: shape, operation
      ) { attribute in
        unsafe Self.withCStrings(texts) { unsafe H5Awrite(attribute, type.id, $0.baseAddress) }
      }
    }
  }

  private func readTexts(
    _ name: String, of path: String, mustBeOne: Bool
  ) throws(HDF5Error) -> [String] {
    try readAttribute(name, of: path) { attribute, count, operation throws(HDF5Error) in
      let type = try operation.take(H5Aget_type(attribute), closedBy: H5Tclose)
      guard H5Tget_class(type.id) == H5T_STRING else {
        throw operation.error(
          .wrongType, "it holds something other than text", advice: Self.contentAdvice)
      }
      if mustBeOne { try Self.checkIsOne(count, operation) }
      let texts =
        try operation.check(H5Tis_variable_str(type.id)) > 0
        ? try Self.variableTexts(attribute, type.id, count, operation)
        : try Self.fixedTexts(attribute, type.id, count, operation)
      return try texts.map { bytes throws(HDF5Error) in
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw operation.error(.wrongType, "it is not text in UTF-8", advice: Self.contentAdvice)
        }
        return text
      }
    }
  }
}

extension HDF5File {
  /// Hands texts on as the library takes them: pointers to bytes with a zero at the end.
  static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer {
      for index in texts.indices { unsafe free(copies[index]) }
    }
    return unsafe copies.withUnsafeBytes { unsafe body($0) }
  }

  static func variableTextType(
    _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    let type = try operation.take(H5Tcopy(chdf5_c_string()), closedBy: H5Tclose)
    try operation.check(H5Tset_size(type.id, chdf5_variable_size()))
    try operation.check(H5Tset_cset(type.id, H5T_CSET_UTF8))
    return type
  }

  /// The bytes of texts that the library allocates one by one.
  private static func variableTexts(
    _ attribute: hid_t, _ type: hid_t, _ count: Int, _ operation: HDF5Operation
  ) throws(HDF5Error) -> [[UInt8]] {
    let space = try operation.take(H5Aget_space(attribute), closedBy: H5Sclose)
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    let status = unsafe pointers.withUnsafeMutableBytes { buffer in
      unsafe H5Aread(attribute, type, buffer.baseAddress)
    }
    try operation.check(status)
    let texts = unsafe pointers.map { pointer -> [UInt8] in
      guard let pointer = unsafe pointer else { return [] }
      return unsafe Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }
    _ = unsafe pointers.withUnsafeMutableBytes { buffer in
      unsafe H5Dvlen_reclaim(type, space.id, chdf5_default(), buffer.baseAddress)
    }
    return texts
  }

  /// The bytes of texts, one after the other, padded to one length.
  private static func fixedTexts(
    _ attribute: hid_t, _ type: hid_t, _ count: Int, _ operation: HDF5Operation
  ) throws(HDF5Error) -> [[UInt8]] {
    let size = H5Tget_size(type)
    let (total, overflow) = size.multipliedReportingOverflow(by: count)
    guard size > 0, !overflow, total <= largestRead else {
      throw operation.error(.wrongShape, "it is too long", advice: contentAdvice)
    }
    let bytes: [UInt8] = try unsafe readValues(count: total, operation) { memory in
      unsafe H5Aread(attribute, type, memory)
    }
    let isSpacePadded = H5Tget_strpad(type) == H5T_STR_SPACEPAD
    return stride(from: 0, to: total, by: size).map { start in
      let field = bytes[start..<start + size]
      if isSpacePadded {
        let end = field.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? start
        return Array(field[..<end])
      }
      return Array(field.prefix { $0 != 0 })
    }
  }
}
