import Foundation
import Tensors

/// Cases that spoil a run's folder, beside another that is whole.
extension CaseMaker {
  func makeRun(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let good = inputs.runs[1]
    _ = try place(good, in: work)
    let others = inputs.runs.filter { $0.name != good.name }
    let run = chance.pick(others)
    var path = try place(run, in: work)
    if let bestOfRuns = inputs.bestOfRuns {
      try copy(bestOfRuns, to: work.appending(path: "runs/best-of-runs.json"))
    }
    let folder = work.appending(path: path)
    var description: String
    if chance.oneIn(8) {
      let name = Extremes.text(&chance).filter { $0 != "/" }.prefix(60)
      let isName = !name.isEmpty && name != "." && name != ".."
      let new = "runs/\(run.name)/\(isName ? String(name) : "x")"
      try FileManager.default.moveItem(at: folder, to: work.appending(path: new))
      path = new
      description = "the folder is called \(Tree.quoted(String(name)))"
    } else {
      description = try spoilFile(of: folder, in: work, &chance)
    }

    func make(_ arguments: [String], isLong: Bool = false, lists: Bool = false) -> FuzzCase {
      FuzzCase(
        kind: .run, arguments: arguments, description: description, isLong: isLong,
        mustPrint: lists ? "\(good.name)_s1" : nil)
    }
    switch chance.integer(below: 12) {
    case 0, 1: return make(["runs"], lists: true)
    case 2, 3: return make(["runs", "--json"], lists: true)
    case 4: return make(["runs", "--sort", chance.pick(["steps", "return", "lr", "time"])])
    case 5: return make(["compare", path, "runs/\(good.name)", "--json"])
    case 6: return make(["compare", "runs/\(good.name)", "runs"])
    case 7:
      let more = chance.pick([[], ["-x", "time"], ["-y", "entropy"], ["--panel", "env"]])
      return make(["plot", "runs", "-o", "curves.png"] + more)
    case 8:
      return make([
        "evaluate", path, "--best", "--episodes", "1", "--max-steps", "5", "--threads", "1",
      ])
    case 9:
      return make(
        [
          "train", "--config", "\(path)/config.json", "--name", "again", "--time-limit", "1s",
          "--quiet", "--threads", "1",
        ], isLong: true)
    default:
      return make(
        [
          "train", "--resume", path, "--num-env-steps", "\(run.nextSteps)", "--time-limit", "1s",
          "--quiet", "--threads", "1",
        ], isLong: true)
    }
  }

  private func spoilFile(
    of folder: URL, in work: URL, _ chance: inout RandomStream
  ) throws -> String {
    let files = FileManager.default
    let names = ["config.json", "config.json", "progress.csv", "progress.csv", "timing.csv"]
    let name = chance.oneIn(3) ? chance.pick(Self.otherNames(in: folder)) : chance.pick(names)
    let file =
      name == "best-of-runs.json"
      ? work.appending(path: "runs/\(name)") : folder.appending(path: name)
    let isThere = files.fileExists(atPath: file.path(percentEncoded: false))
    switch chance.integer(below: 10) {
    case 0 where isThere:
      try files.removeItem(at: file)
      return "without \(name)"
    case 1 where isThere:
      try files.removeItem(at: file)
      let target = chance.pick(["fifo", "zero", "loop", "folder", "none"])
      try files.createSymbolicLink(
        at: file, withDestinationURL: work.appending(path: target))
      return "\(name) is a link to \(target)"
    case 2 where isThere:
      try Data().write(to: file)
      return "\(name) is empty"
    case 3, 4:
      guard isThere, try !Data(contentsOf: file).isEmpty else { return "nothing" }
      return "\(name): " + (try damage(file, &chance, ByteDamage.apply))
    default:
      guard isThere else { return "nothing" }
      if name.hasSuffix(".json"), var tree = Tree(parsing: try text(of: file)) {
        let done = tree.damage(&chance)
        try Data(tree.json.utf8).write(to: file)
        return "\(name): \(done)"
      }
      if name.hasSuffix(".csv") { return "\(name): \(try spoilCells(of: file, &chance))" }
      return "\(name): " + (try damage(file, &chance, ByteDamage.apply))
    }
  }

  private static func otherNames(in folder: URL) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    let logs = (names ?? []).filter { $0.hasPrefix("events") || $0 == "run.log" }.sorted()
    return ["best-of-runs.json", "best.h5"] + logs
  }

  private func text(of file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// Other values in a table: one, or a whole column.
  private func spoilCells(of file: URL, _ chance: inout RandomStream) throws -> String {
    var rows = try text(of: file).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard rows.count > 2 else { return "nothing" }
    let row = chance.integer(below: rows.count - 1)
    let column = chance.integer(below: max(min(rows[row].count, 8), 1))
    let value = Extremes.word(&chance)
    defer {
      let text = rows.map { $0.joined(separator: ",") }.joined(separator: "\n")
      try? Data(text.utf8).write(to: file)
    }
    switch chance.integer(below: 6) {
    case 0:
      for row in 1..<rows.count where rows[row].indices.contains(column) {
        rows[row][column] = value
      }
      return "\(Tree.quoted(String(value.prefix(40)))) in column \(column)"
    case 1:
      rows.insert(rows[row], at: chance.integer(below: rows.count - 1))
      return "row \(row) twice"
    case 2:
      rows[row].append(value)
      return "a cell more in row \(row)"
    default:
      guard rows[row].indices.contains(column) else { return "nothing" }
      rows[row][column] = value
      return "\(Tree.quoted(String(value.prefix(40)))) in row \(row), column \(column)"
    }
  }
}
