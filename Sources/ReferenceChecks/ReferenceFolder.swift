import Files
import Foundation
import HDF5

/// A folder of reference data: HDF5 files in `algorithms/`, `policy/`, `optim/`, `returns/`,
/// `environments/` and `popgym/`. Other files of HDF5 are named as unknown, the rest is none of our business.
package struct ReferenceFolder {
  private let url: URL
  /// The files' paths in the folder, in order.
  package let files: [String]

  /// Looks for the files in a folder and its folders.
  ///
  /// - Throws: ``FileError`` where the folder cannot be listed, ``ReferenceError`` where there is no
  ///   HDF5 file in it.
  package init(_ url: URL) throws {
    self.url = url
    files = try Self.list(url, prefix: "").sorted()
    guard !files.isEmpty else { throw ReferenceError.nothingToCompare(url.filePath) }
  }

  private static func list(_ url: URL, prefix: String) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: url.filePath)
    } catch {
      throw FileError(path: url.filePath, action: "list the folder", system: Self.reason(url))
    }
    return try names.flatMap { name in
      let child = url.appending(path: name)
      if isFolder(child) == true { return try list(child, prefix: "\(prefix)\(name)/") }
      return name.hasSuffix(".h5") ? ["\(prefix)\(name)"] : []
    }
  }

  /// Why a folder could not be listed.
  private static func reason(_ url: URL) -> SystemError {
    let code = isFolder(url).map { $0 ? EACCES : ENOTDIR }
    return SystemError(code: code ?? ENOENT)
  }

  /// Whether there is a folder, or something else, or nothing; links are followed.
  private static func isFolder(_ url: URL) -> Bool? {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(
      atPath: url.filePath, isDirectory: &isFolder)
    return exists ? isFolder.boolValue : nil
  }

  /// Compares one of the files with what this package computes.
  package func compare(_ path: String) -> ReferenceResult {
    ReferenceResult(path: path, outcome: outcome(of: path))
  }

  private func outcome(of path: String) -> ReferenceResult.Outcome {
    do {
      guard let compare = Self.comparison(for: path) else { return .unknown }
      let file = try HDF5File(reading: url.appending(path: path))
      guard let findings = try compare(file) else { return .unknown }
      guard findings.deviations.all.contains(where: { $0.count > 0 }) else {
        // Cases that nobody knows are as good as a file that nobody knows.
        if !findings.unknown.isEmpty && findings.skipped.isEmpty { return .unknown }
        throw ReferenceError.nothingToCompare(file.path)
      }
      return .compared(findings)
    } catch {
      return .failed(error)
    }
  }

  private typealias Comparison = (HDF5File) throws -> ReferenceFindings?

  /// How a file is compared, which its path decides.
  private static func comparison(for path: String) -> Comparison? {
    switch path {
    case "algorithms/advantages.h5": AdvantagesReference.compare
    case "algorithms/ppo_extras.h5": PPOExtrasReference.compare
    case "optim/kfac.h5": KFACReference.compare
    case "optim/optimizers.h5": OptimizerReference.compare
    case "returns/returns.h5": ReturnsReference.compare
    case "returns/running_mean_std.h5": RunningMomentsReference.compare
    case "returns/vec_normalize.h5": NormalizationReference.compare
    case _ where path.hasPrefix("policy/"): PolicyReference.compare
    case _ where path.hasPrefix("environments/"): EnvironmentReference.findings
    case _ where path.hasPrefix("popgym/"): POPGymReference.findings
    default: nil
    }
  }
}

/// Why nothing can be compared.
package enum ReferenceError: Error, Equatable, CustomStringConvertible {
  /// A folder without files, or a file without anything that we know.
  case nothingToCompare(String)
  /// A file that lacks what every file of its kind has.
  case incomplete(String, missing: String)

  package var description: String {
    switch self {
    case .nothingToCompare(let path):
      "\(path): there is nothing in it to compare. Name a folder of reference data."
    case .incomplete(let path, let missing):
      "\(path): it lacks \(missing), without which a comparison says nothing. Use complete data."
    }
  }
}
