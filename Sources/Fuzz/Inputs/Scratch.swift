import Foundation

/// The folder that everything happens in.
///
/// ```
/// secret.txt        what no output may ever hold
/// valid/            what the program made, for cases to spoil
/// cases/000123/     a case: work/ (where the program is called), home/, temporary/, output, error
/// ```
package struct Scratch: Sendable {
  package let url: URL

  /// What stands in the secret file, again and again.
  static let secret = "agents-fuzz-secret-"
  /// From the folder that the program is called in.
  static let secretPath = "../../../secret.txt"
  /// The file that a text makes if a shell or gnuplot runs it.
  static let marker = "MARKER"

  package init(_ url: URL) throws {
    self.url = url
    for folder in ["valid", "cases", "cache"] {
      try FileManager.default.createDirectory(
        at: url.appending(path: folder), withIntermediateDirectories: true)
    }
    try Data(String(repeating: Self.secret, count: 4000).utf8).write(
      to: url.appending(path: "secret.txt"))
  }

  var valid: URL { url.appending(path: "valid", directoryHint: .isDirectory) }

  func folder(ofCase number: Int) -> URL {
    let digits = "\(number)"
    let name = String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    return url.appending(path: "cases/\(name)", directoryHint: .isDirectory)
  }

  /// What a program sees of the machine.
  func environment(home: URL, temporary: URL) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment.filter {
      ["PATH", "LD_LIBRARY_PATH", "MUJOCO_GL"].contains($0.key)
    }
    environment["HOME"] = home.path(percentEncoded: false)
    environment["TMPDIR"] = temporary.path(percentEncoded: false)
    // What fontconfig finds out takes seconds, and is the same each time.
    environment["XDG_CACHE_HOME"] = url.appending(path: "cache").path(percentEncoded: false)
    environment["LANG"] = "C.UTF-8"
    environment["TERM"] = "dumb"
    // A trap is told by its signal; to write down where it was takes seconds.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    return environment
  }

  /// What lies in the folder that belongs to no case.
  func strangers() throws -> [String] {
    let files = FileManager.default
    let expected: Set = ["secret.txt", "valid", "cases", "cache"]
    let here = try files.contentsOfDirectory(atPath: url.path(percentEncoded: false))
      .filter { !expected.contains($0) }
    let beside = try files.contentsOfDirectory(
      atPath: url.appending(path: "cases").path(percentEncoded: false)
    ).filter { $0.count < 6 || !$0.allSatisfy(\.isNumber) }
    return here + beside.map { "cases/\($0)" }
  }
}
