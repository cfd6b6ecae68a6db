import CHDF5

extension HDF5File {
  /// The paths of all datasets below the group at `path`, relative to it, in the order of their bytes.
  ///
  /// - Throws: where a group contains itself, or anything in it lies elsewhere or claims more than is
  ///   there.
  package func datasets(below path: String = "/") throws(HDF5Error) -> [String] {
    try reading("list group", path) { operation throws(HDF5Error) in
      guard let place = try place(of: path, operation) else {
        throw operation.error(
          .objectMissing, "there is no such object in the file", advice: Self.contentAdvice)
      }
      var paths = [String]()
      var known = Set<UInt64>()
      try walk(place == "/" ? "" : place, prefix: "", around: [], &known, &paths, operation)
      return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Throws unless everything in the file lies in it and is as large as it claims.
  package func checkContents() throws(HDF5Error) { _ = try datasets() }

  /// - Parameters:
  ///   - around: the groups that the one at `place` is in.
  ///   - known: groups that were walked through before.
  private func walk(
    _ place: String, prefix: String, around: [UInt64], _ known: inout Set<UInt64>,
    _ paths: inout [String], _ operation: HDF5Operation
  ) throws(HDF5Error) {
    let object = try openObject(place.isEmpty ? "/" : place, operation)
    switch H5Iget_type(object.id) {
    case H5I_DATASET:
      try checkIsStored(object.id, operation)
      paths.append(prefix)
    case H5I_GROUP:
      var number: UInt64 = 0
      try operation.check(unsafe chdf5_object_number(object.id, &number))
      guard !around.contains(number), around.count < Self.deepestGroup else {
        throw operation.error(
          .outside, "the group '\(place)' contains itself", advice: Self.contentAdvice)
      }
      // A group may have several names; it is walked through for one of them.
      guard known.insert(number).inserted else { return }
      for name in try Self.names(in: object.id, operation) {
        try walk(
          "\(place)/\(name)", prefix: prefix.isEmpty ? name : "\(prefix)/\(name)",
          around: around + [number], &known, &paths, operation)
      }
    default: return
    }
  }

  /// Groups lie in one another; more of them than this are nobody's.
  private static let deepestGroup = 64
}
