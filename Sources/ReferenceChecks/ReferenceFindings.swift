import HDF5

/// What the comparison with one file found.
package struct ReferenceFindings: Sendable {
  package var deviations = ReferenceDeviations()
  /// The parts of the file that were not compared, by their paths.
  package var unknown: [String] = []
  /// The groups that some cases have and others lack, by the paths that they would have in those.
  package var skipped: [String] = []

  init() {}

  /// Compares each group in `cases`.
  ///
  /// - Parameter compare: compares a case, or returns false where it does not know it.
  init(casesOf file: HDF5File, _ compare: (ReferenceCase) throws -> Bool) throws {
    let contents = try file.children(of: "cases").map { name in
      (path: "cases/\(name)", contents: try ReferenceCase.Contents(of: "cases/\(name)", in: file))
    }
    let groups = Set(contents.flatMap(\.contents.groups))
    for (path, contents) in contents {
      let data = ReferenceCase(path, of: file, contents: contents, groups: groups)
      var isKnown = true
      try data.compareParts { isKnown = try compare(data) }
      if isKnown {
        deviations.merge(data.deviations)
        unknown += data.unread.sorted()
        skipped += data.skipped.sorted()
      } else {
        unknown.append(data.path)
      }
    }
  }
}
