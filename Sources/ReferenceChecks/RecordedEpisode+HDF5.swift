import HDF5

extension RecordedEpisode {
  /// Reads the episode in the group `episodes/<name>` of a file.
  package init(_ name: String, of file: HDF5File) throws {
    let group = "episodes/\(name)"
    let steps: Int64 = try file.readAttribute("steps", of: group)
    let elapsed: Int64 = try file.readAttribute("elapsed_steps_at_start", of: group)
    var names = try file.children(of: group)
    for folder in ["reward_terms", "info"] where names.contains(folder) {
      names.removeAll { $0 == folder }
      names += try file.children(of: "\(group)/\(folder)").map { "\(folder)/\($0)" }
    }
    var tables = [String: Table]()
    var rows = [String: [Double]]()
    for name in names {
      let array = try file.read("\(group)/\(name)", as: Double.self)
      if name.hasPrefix("initial_") || name.hasPrefix("final_") {
        rows[name] = array.values
      } else {
        tables[name] = Table(
          rowSize: array.shape.dropFirst().reduce(1, *), values: array.values)
      }
    }
    self.init(
      name: name, steps: Int(steps), elapsedStepsAtStart: Int(elapsed), tables: tables, rows: rows)
  }
}
