import CHDF5
import Foundation

/// An HDF5 file that is open to be changed by someone who knows the format.
///
/// Calls to libhdf5 are made one at a time, by whoever holds ``lock``.
struct HDF5Victim: ~Copyable {
  static let lock = NSRecursiveLock()

  struct Object: Sendable {
    let path: String
    let isGroup: Bool
    /// Empty for groups and scalars.
    let shape: [UInt64]
    let typeClass: H5T_class_t
    let attributes: [String]

    /// What holds numbers that the program reads whatever it is asked for.
    var isParameter: Bool { path.hasPrefix("/parameters/") && !isGroup }
  }

  let file: hid_t
  let objects: [Object]

  init(_ url: URL) throws(FuzzError) {
    H5open()
    H5Eset_auto2(chdf5_default(), nil, nil)
    file = unsafe H5Fopen(url.path(percentEncoded: false), chdf5_read_write(), chdf5_default())
    guard file >= 0 else { throw .file(url.path(percentEncoded: false)) }
    var objects = [Object]()
    Self.collect(file, "/", &objects)
    self.objects = objects
  }

  deinit {
    H5Fflush(file, H5F_SCOPE_LOCAL)
    H5Fclose(file)
  }

  private static func collect(_ file: hid_t, _ path: String, _ objects: inout [Object]) {
    let object = unsafe H5Oopen(file, path, chdf5_default())
    guard object >= 0 else { return }
    defer { H5Oclose(object) }
    let isGroup = H5Iget_type(object) == H5I_GROUP
    var shape = [UInt64]()
    var typeClass = H5T_NO_CLASS
    if !isGroup {
      let space = H5Dget_space(object)
      let type = H5Dget_type(object)
      shape = Array(repeating: 0, count: max(Int(H5Sget_simple_extent_ndims(space)), 0))
      unsafe H5Sget_simple_extent_dims(space, &shape, nil)
      typeClass = H5Tget_class(type)
      H5Tclose(type)
      H5Sclose(space)
    }
    objects.append(
      Object(
        path: path, isGroup: isGroup, shape: shape, typeClass: typeClass,
        attributes: unsafe names { names in
          unsafe H5Aiterate2(
            object, H5_INDEX_NAME, H5_ITER_INC, nil,
            { _, name, _, names in unsafe HDF5Victim.append(name, to: names) }, names)
        }))
    guard isGroup else { return }
    let children = unsafe names { names in
      unsafe H5Literate(
        object, H5_INDEX_NAME, H5_ITER_INC, nil,
        { _, name, _, names in unsafe HDF5Victim.append(name, to: names) }, names)
    }
    for child in children {
      collect(file, path == "/" ? "/\(child)" : "\(path)/\(child)", &objects)
    }
  }

  private static func names(_ iterate: (UnsafeMutableRawPointer) -> herr_t) -> [String] {
    var names = [String]()
    _ = unsafe withUnsafeMutablePointer(to: &names) { unsafe iterate($0) }
    return names
  }

  private static func append(
    _ name: UnsafePointer<CChar>?, to names: UnsafeMutableRawPointer?
  ) -> herr_t {
    if let name = unsafe name {
      unsafe names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
    }
    return 0
  }
}

extension HDF5Victim {
  /// The text of an attribute that is one text.
  func text(of attribute: String, on path: String) -> String? {
    withAttribute(attribute, on: path) { attribute in
      let type = H5Aget_type(attribute)
      defer { H5Tclose(type) }
      guard H5Tget_class(type) == H5T_STRING, H5Aget_storage_size(attribute) > 0 else { return nil }
      let space = H5Aget_space(attribute)
      defer { H5Sclose(space) }
      guard H5Sget_simple_extent_npoints(space) == 1 else { return nil }
      if H5Tis_variable_str(type) > 0 {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe H5Aread(attribute, type, &text) >= 0, let text = unsafe text else {
          return nil
        }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
      }
      var bytes = [UInt8](repeating: 0, count: H5Tget_size(type))
      guard unsafe H5Aread(attribute, type, &bytes) >= 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Whether an attribute is a whole number, or an array of them.
  func isInteger(_ attribute: String, on path: String) -> Bool {
    withAttribute(attribute, on: path) { attribute in
      let type = H5Aget_type(attribute)
      defer { H5Tclose(type) }
      return H5Tget_class(type) == H5T_INTEGER
    } ?? false
  }

  private func withAttribute<Result>(
    _ name: String, on path: String, _ body: (hid_t) -> Result?
  ) -> Result? {
    let attribute = unsafe H5Aopen_by_name(file, path, name, chdf5_default(), chdf5_default())
    guard attribute >= 0 else { return nil }
    defer { H5Aclose(attribute) }
    return body(attribute)
  }

  /// Replaces an attribute. False where libhdf5 will not.
  func setAttribute(
    _ name: String, on path: String, type: hid_t, shape: [UInt64] = [],
    _ bytes: UnsafeRawPointer
  ) -> Bool {
    unsafe H5Adelete_by_name(file, path, name, chdf5_default())
    let space = Self.space(shape)
    defer { H5Sclose(space) }
    let attribute = unsafe H5Acreate_by_name(
      file, path, name, type, space, chdf5_default(), chdf5_default(), chdf5_default())
    guard attribute >= 0 else { return false }
    defer { H5Aclose(attribute) }
    return unsafe H5Awrite(attribute, type, bytes) >= 0
  }

  func setAttribute(_ name: String, on path: String, text: String) -> Bool {
    let bytes = Array(text.utf8) + [0]
    let type = H5Tcopy(chdf5_c_string())
    defer { H5Tclose(type) }
    H5Tset_size(type, bytes.count)
    H5Tset_cset(type, H5T_CSET_UTF8)
    return unsafe setAttribute(name, on: path, type: type, bytes)
  }

  func setAttribute(_ name: String, on path: String, integer: Int64) -> Bool {
    var integer = integer
    return unsafe setAttribute(name, on: path, type: chdf5_native_int64(), &integer)
  }

  func remove(_ path: String) { unsafe H5Ldelete(file, path, chdf5_default()) }

  static func space(_ shape: [UInt64]) -> hid_t {
    shape.isEmpty ? H5Screate(H5S_SCALAR) : unsafe H5Screate_simple(Int32(shape.count), shape, nil)
  }

  /// Puts a data set without values in the place of what is there.
  ///
  /// - Parameter configure: sets how it is stored.
  func replace(
    _ path: String, type: hid_t, shape: [UInt64], _ configure: (hid_t) -> Void = { _ in }
  ) -> Bool {
    remove(path)
    let space = Self.space(shape)
    let properties = H5Pcreate(chdf5_dataset_create_class())
    defer {
      H5Sclose(space)
      H5Pclose(properties)
    }
    // The time of day would make each file another.
    H5Pset_obj_track_times(properties, false)
    configure(properties)
    let created = unsafe H5Dcreate2(
      file, path, type, space, chdf5_default(), properties, chdf5_default())
    return created >= 0 && H5Dclose(created) >= 0
  }

  /// Writes doubles, as many as there are values, into the data set at `path`.
  func write(_ path: String, _ value: (Int) -> Double) -> Bool {
    change(path) { values in
      for index in values.indices { values[index] = value(index) }
    }
  }

  /// Changes the values of a data set of numbers, which libhdf5 makes doubles and back.
  func change(_ path: String, _ body: (inout [Double]) -> Void) -> Bool {
    let dataset = unsafe H5Dopen2(file, path, chdf5_default())
    guard dataset >= 0 else { return false }
    defer { H5Dclose(dataset) }
    let space = H5Dget_space(dataset)
    defer { H5Sclose(space) }
    let count = H5Sget_simple_extent_npoints(space)
    guard count > 0, count < 1 << 20 else { return false }
    var values = [Double](repeating: 0, count: Int(count))
    let double = chdf5_native_double()
    guard
      unsafe H5Dread(dataset, double, hid_t(H5S_ALL), hid_t(H5S_ALL), chdf5_default(), &values) >= 0
    else { return false }
    let before = values
    body(&values)
    guard
      unsafe H5Dwrite(
        dataset, double, hid_t(H5S_ALL), hid_t(H5S_ALL), chdf5_default(), values) >= 0,
      unsafe H5Dread(dataset, double, hid_t(H5S_ALL), hid_t(H5S_ALL), chdf5_default(), &values) >= 0
    else { return false }
    // What the type cannot hold may have become what was there.
    return values.map(\.bitPattern) != before.map(\.bitPattern)
  }
}
