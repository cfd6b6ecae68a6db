import Files
import Foundation
import Tensors

/// The program `agents-reference`: compares everything it knows in a folder of reference data.
package enum ReferenceCommand {
  /// Statuses as in sysexits.h.
  package enum Status: Int32 {
    case success = 0
    case wrongUsage = 64
    /// A value lies outside its tolerance, or a file is not what it should be.
    case badData = 65
    case unreadable = 74
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - arguments: those after the program's name.
  ///   - print: takes a part of the report.
  ///   - complain: takes what is to be read even where the report is thrown away.
  package static func run(
    _ arguments: [String], print: (String) -> Void, complain: (String) -> Void
  ) -> Status {
    guard arguments.count == 1, let path = arguments.first, !path.hasPrefix("-") else {
      complain("Usage: script/reference FOLDER\n")
      return .wrongUsage
    }
    LinearAlgebraRuntime.useOneThread()
    let folder: ReferenceFolder
    do {
      folder = try ReferenceFolder(URL(filePath: path, directoryHint: .isDirectory))
    } catch {
      complain("\(error)\n")
      return error is FileError ? .unreadable : .badData
    }
    let results = folder.files.map { file in
      let result = folder.compare(file)
      print("\(result)\n")
      return result
    }
    return conclude(results, in: path, print: print, complain: complain)
  }

  private static func conclude(
    _ results: [ReferenceResult], in path: String, print: (String) -> Void,
    complain: (String) -> Void
  ) -> Status {
    var count = 0
    var compared = 0
    var unknown = [String]()
    var skipped = [String]()
    for result in results {
      switch result.outcome {
      case .compared(let findings):
        compared += 1
        count += findings.deviations.all.reduce(0) { $0 + $1.count }
        unknown += findings.unknown.map { "\(result.path): \($0)" }
        skipped += findings.skipped.map { "\(result.path): \($0)" }
      case .unknown: unknown.append(result.path)
      case .failed: break
      }
    }
    if !unknown.isEmpty {
      print("Not known here, not compared:\n" + unknown.map { "  \($0)\n" }.joined() + "\n")
    }
    if !skipped.isEmpty {
      print(
        "Lacking in these cases, skipped:\n" + skipped.map { "  \($0)\n" }.joined() + "\n")
    }
    let bad = results.filter { !$0.isGood }
    if !bad.isEmpty {
      complain("Failed:\n" + bad.map { "  \($0.path)\n" }.joined())
      return bad.contains(where: \.isUnreadable) ? .unreadable : .badData
    }
    guard compared > 0 else {
      complain("\(ReferenceError.nothingToCompare(path))\n")
      return .badData
    }
    print("\(compared) files with \(count) values agree within their tolerances.\n")
    return .success
  }
}
