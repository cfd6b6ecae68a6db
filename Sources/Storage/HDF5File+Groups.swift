import CHDF5

extension HDF5File {
  /// Makes the group at `path` and those on the way to it; nothing where they exist already.
  package func createGroup(_ path: String) throws(HDF5Error) {
    try writing("create group", path) { operation throws(HDF5Error) in
      if exists(path) { return }
      let links = try Self.linkProperties(operation)
      let group = try unsafe operation.take(
        H5Gcreate2(id, path, links.id, chdf5_default(), chdf5_default()), closedBy: H5Gclose)
      try operation.close(group)
    }
  }

  /// Whether there is a group or dataset at `path`.
  package func contains(_ path: String) throws(HDF5Error) -> Bool {
    try reading("look for", path) { _ in exists(path) }
  }

  /// Whether the object at `path` is a group.
  package func isGroup(_ path: String) throws(HDF5Error) -> Bool {
    try reading("look at", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      return H5Iget_type(object.id) == H5I_GROUP
    }
  }

  /// The names of the groups and datasets in the group at `path`, in the order of their bytes.
  package func children(of path: String = "/") throws(HDF5Error) -> [String] {
    try reading("list group", path) { operation throws(HDF5Error) in
      let object = try openObject(path, operation)
      guard H5Iget_type(object.id) == H5I_GROUP else {
        throw operation.error(.wrongType, "it is not a group", advice: Self.contentAdvice)
      }
      // One pass: to ask for the name at an index takes as long as the whole list does.
      var names = [String]()
      let status = unsafe withUnsafeMutablePointer(to: &names) { names in
        unsafe H5Literate(
          object.id, H5_INDEX_NAME, H5_ITER_INC, nil,
          { _, name, _, names in
            if let name = unsafe name {
              unsafe names?.assumingMemoryBound(to: [String].self).pointee
                .append(String(cString: name))
            }
            return 0
          }, names)
      }
      try operation.check(status)
      return names
    }
  }
}

extension HDF5File {
  static let contentAdvice = "The file was made by another program or version; use the right one"

  /// Whether a path leads to an object. The library itself wants every group on the way to exist.
  func exists(_ path: String) -> Bool {
    var prefix = ""
    for component in path.split(separator: "/") {
      prefix += "/" + component
      guard
        unsafe H5Lexists(id, prefix, chdf5_default()) > 0,
        unsafe H5Oexists_by_name(id, prefix, chdf5_default()) > 0
      else { return false }
    }
    return true
  }

  /// Opens the group or dataset at `path`.
  func openObject(
    _ path: String, _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    guard exists(path) else {
      throw operation.error(
        .objectMissing, "there is no such object in the file", advice: Self.contentAdvice)
    }
    return try unsafe operation.take(H5Oopen(id, path, chdf5_default()), closedBy: H5Oclose)
  }

  /// Makes names UTF-8, and groups on the way as they are needed.
  static func linkProperties(_ operation: HDF5Operation) throws(HDF5Error) -> HDF5Handle {
    let links = try operation.take(H5Pcreate(chdf5_link_create_class()), closedBy: H5Pclose)
    try operation.check(H5Pset_create_intermediate_group(links.id, 1))
    try operation.check(H5Pset_char_encoding(links.id, H5T_CSET_UTF8))
    return links
  }
}
