import Storage

/// What the comparison with one file found.
package struct ReferenceFindings: Sendable {
  package var deviations = ReferenceDeviations()
  /// The parts of the file that were not compared, by their paths.
  package var unknown: [String] = []

  init() {}

  /// Compares each group in `cases`.
  ///
  /// - Parameter compare: compares a case, or returns false where it does not know it.
  init(casesOf file: HDF5File, _ compare: (ReferenceCase) throws -> Bool) throws {
    for name in try file.children(of: "cases") {
      let data = try ReferenceCase("cases/\(name)", of: file)
      if try compare(data) {
        deviations.merge(data.deviations)
        unknown += data.unread.sorted()
      } else {
        unknown.append(data.path)
      }
    }
  }
}
