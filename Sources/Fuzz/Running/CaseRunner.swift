import Foundation
import Tensors

/// What became of a case, and what it took.
package struct CaseResult: Sendable {
  package let number: Int
  let made: FuzzCase
  package let verdict: Verdict
  let seconds: Double
  let peakMegabytes: Int
  /// The beginning of what it wrote to standard error.
  let message: String
}

/// Makes cases, gives each to the program and judges what it does.
package struct CaseRunner: Sendable {
  let program: URL
  let scratch: Scratch
  let inputs: ValidInputs
  let limits: Limits
  let seed: UInt64
  /// The folder that the inputs of failures are kept in.
  let kept: URL

  package init(
    program: URL, scratch: Scratch, inputs: ValidInputs, limits: Limits, seed: UInt64, kept: URL
  ) {
    self.program = program
    self.scratch = scratch
    self.inputs = inputs
    self.limits = limits
    self.seed = seed
    self.kept = kept
  }

  package func run(_ number: Int, of kind: Kind) throws -> CaseResult {
    let files = FileManager.default
    let folder = scratch.folder(ofCase: number)
    defer { try? files.removeItem(at: folder) }
    let made = try make(number, of: kind, in: folder)
    let before = try Fingerprint.all(in: folder)
    let error = folder.appending(path: "error")
    let end = try LimitedProcess(
      program: program, arguments: made.arguments,
      environment: scratch.environment(
        home: folder.appending(path: "home"), temporary: folder.appending(path: "temporary")),
      folder: folder.appending(path: "work"), output: folder.appending(path: "output"),
      error: error
    ).run(limits, isLong: made.isLong)
    let verdict = try Judge(scratch: scratch, made: made, number: number)
      .verdict(of: end, before: before)
    let message = String(decoding: try Data(contentsOf: error).prefix(2000), as: UTF8.self)
    let result = CaseResult(
      number: number, made: made, verdict: verdict, seconds: end.seconds,
      peakMegabytes: end.peakMegabytes, message: message)
    if case .failure = verdict { try keep(result, from: folder) }
    return result
  }

  /// Makes the folder of a case with all that the program will find there.
  package func make(_ number: Int, of kind: Kind, in folder: URL) throws -> FuzzCase {
    for name in ["work", "home", "temporary"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    var chance = kind.chance(seed: seed, case: number)
    return try CaseMaker(inputs: inputs).makeCase(
      kind, in: folder.appending(path: "work"), &chance)
  }

  /// The command that gives a case again.
  func repetition(of result: CaseResult) -> String {
    "script/fuzz --seed \(seed) --kind \(result.made.kind.rawValue) --case \(result.number)"
  }

  /// Keeps the inputs as they were before the program saw them, and what it said.
  private func keep(_ result: CaseResult, from folder: URL) throws {
    let files = FileManager.default
    let place = kept.appending(
      path: "\(seed)-\(result.made.kind.rawValue)-\(result.number)", directoryHint: .isDirectory)
    try? files.removeItem(at: place)
    try files.createDirectory(at: kept, withIntermediateDirectories: true)
    _ = try make(result.number, of: result.made.kind, in: place)
    for name in ["output", "error"] {
      try files.copyItem(at: folder.appending(path: name), to: place.appending(path: name))
    }
    let words = result.made.arguments.map { word in
      "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
    let text = """
      # \(result.made.description)
      # \(result.verdict)
      # \(repetition(of: result))
      cd "$(dirname "$0")/work" && agents \(words.joined(separator: " "))

      """
    try Data(text.utf8).write(to: place.appending(path: "again.sh"))
  }
}
