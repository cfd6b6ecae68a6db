import HDF5

extension EnvironmentReference {
  /// What every episode has, compared step by step.
  private static let required = [
    "initial_observation", "observation", "reward", "terminated", "observation, batch",
    "reward, batch", "terminated, batch", "truncated, batch",
  ]

  /// What the comparison with a file finds, or nil where the registry has no such environment.
  ///
  /// - Throws: ``ReferenceError`` where the file has no episodes, or lacks what it takes to judge them.
  static func findings(of file: HDF5File) throws -> ReferenceFindings? {
    guard let deviations = try compare(file) else { return nil }
    let compared = Set(deviations.all.filter { $0.count > 0 }.map(\.dataset))
    for name in required where !compared.contains(name) {
      throw ReferenceError.incomplete(file.path, missing: name)
    }
    guard compared.contains(where: { $0.hasSuffix("_after") }) else {
      throw ReferenceError.incomplete(file.path, missing: "states after steps")
    }
    var findings = ReferenceFindings()
    findings.deviations = deviations
    return findings
  }
}
