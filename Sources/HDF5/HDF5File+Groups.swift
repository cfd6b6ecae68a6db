import CHDF5

extension HDF5File {
  /// Makes the group at `path` and those on the way to it; nothing where they exist already.
  package func createGroup(_ path: String) throws(HDF5Error) {
    try writing("create group", path) { operation throws(HDF5Error) in
      if try place(of: path, operation) != nil { return }
      let links = try Self.linkProperties(operation)
      let group = try unsafe operation.take(
        H5Gcreate2(id, path, links.id, chdf5_default(), chdf5_default()), closedBy: H5Gclose)
      try operation.close(group)
    }
  }

  /// Whether there is a group or dataset at `path`.
  package func contains(_ path: String) throws(HDF5Error) -> Bool {
    try reading("look for", path) { operation throws(HDF5Error) in
      try place(of: path, operation) != nil
    }
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
      return try Self.names(in: object.id, operation)
    }
  }

  /// The names of what an open group holds, in the order of their bytes.
  static func names(in group: hid_t, _ operation: HDF5Operation) throws(HDF5Error) -> [String] {
    // One pass: to ask for the name at an index takes as long as the whole list does.
    var names = [String]()
    let status = unsafe withUnsafeMutablePointer(to: &names) { names in
      unsafe H5Literate(
        group, H5_INDEX_NAME, H5_ITER_INC, nil,
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

extension HDF5File {
  static let contentAdvice = "The file was made by another program or version; use the right one"

  /// The path at which the object at `path` lies, along hard links alone; nil where nothing is there.
  ///
  /// A soft link is followed to an object beside it and nowhere else. All other links are refused: they
  /// lead to files of the reader's computer, or ask a plugin where they lead.
  func place(of path: String, _ operation: HDF5Operation) throws(HDF5Error) -> String? {
    var place = ""
    for component in path.split(separator: "/") {
      guard let next = try hardLink(String(component), in: place, operation) else { return nil }
      place = next
    }
    return place.isEmpty ? "/" : place
  }

  private func hardLink(
    _ name: String, in group: String, _ operation: HDF5Operation
  ) throws(HDF5Error) -> String? {
    let path = "\(group)/\(name)"
    guard unsafe H5Lexists(id, path, chdf5_default()) > 0 else { return nil }
    var size = 0
    switch unsafe chdf5_link_kind(id, path, &size) {
    case ..<0: return nil
    case 0: return path
    case 1:
      let target = try softLinkTarget(path, size: size, operation)
      let other = "\(group)/\(target)"
      let isBeside = target != "." && target != ".." && !target.contains("/")
      if isBeside {
        guard unsafe H5Lexists(id, other, chdf5_default()) > 0 else { return nil }
        if unsafe chdf5_link_kind(id, other, &size) == 0 { return other }
      }
    default: break
    }
    throw operation.error(
      .outside, "'\(path)' is a link that leads out of its group, which is not followed",
      advice: "Put the data themselves into the file")
  }

  private func softLinkTarget(
    _ path: String, size: Int, _ operation: HDF5Operation
  ) throws(HDF5Error) -> String {
    // A path that a person wrote is shorter.
    guard 1...4096 ~= size else { return "/" }
    var bytes = [CChar](repeating: 0, count: size + 1)
    try operation.check(unsafe H5Lget_val(id, path, &bytes, size, chdf5_default()))
    let target = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(validating: target, as: UTF8.self) ?? "/"
  }

  /// Opens the group or dataset at `path`.
  func openObject(
    _ path: String, _ operation: HDF5Operation
  ) throws(HDF5Error) -> HDF5Handle {
    guard let place = try place(of: path, operation) else {
      throw operation.error(
        .objectMissing, "there is no such object in the file", advice: Self.contentAdvice)
    }
    return try unsafe operation.take(H5Oopen(id, place, chdf5_default()), closedBy: H5Oclose)
  }

  /// Makes names UTF-8, and groups on the way as they are needed.
  static func linkProperties(_ operation: HDF5Operation) throws(HDF5Error) -> HDF5Handle {
    let links = try operation.take(H5Pcreate(chdf5_link_create_class()), closedBy: H5Pclose)
    try operation.check(H5Pset_create_intermediate_group(links.id, 1))
    try operation.check(H5Pset_char_encoding(links.id, H5T_CSET_UTF8))
    return links
  }
}
