import Environments
import HDF5

/// Compares the tasks of POPGym with episodes that it recorded.
enum POPGymReference {
  /// What follows from other datasets: mines around each square, and where the maze's goal is or would
  /// be.
  private static let derived: Set = ["neighbor_counts", "end_position"]

  /// What the comparison with a file finds, or nil where the registry has no such task.
  static func findings(of file: HDF5File) throws -> ReferenceFindings? {
    let description: String = try file.readAttribute("description")
    let task = String(description.prefix { $0 != ":" })
    let statement = try ReferenceStatement(of: file)
    let tolerances = POPGymReplay.Tolerances(
      reward: try statement.tolerance(behind: "rewards"),
      state: try statement.tolerance(behind: "states"),
      observation: try statement.tolerance(behind: "observations"))
    var findings = ReferenceFindings()
    for difficulty in ["easy", "medium", "hard"] {
      let id = "\(task)\(difficulty.capitalized)-v0"
      let registry = EnvironmentRegistry.standard
      guard let environment = registry.environments.first(where: { $0.id == id }) else {
        return nil
      }
      findings.deviations.merge(try compareSpaces(of: environment, with: file, difficulty))
      findings.deviations.merge(try compareLength(of: environment, with: file, difficulty))
      for name in try file.children(of: "episodes") where name.hasPrefix("\(difficulty)_") {
        let data = try ReferenceCase("episodes/\(name)", of: file)
        var replay = try POPGymReplay(data, environment: environment, tolerances: tolerances)
        try replay.run()
        findings.deviations.merge(data.deviations)
        findings.unknown += data.unread.subtracting(derived.map { "\(data.path)/\($0)" }).sorted()
      }
    }
    return findings
  }
}
