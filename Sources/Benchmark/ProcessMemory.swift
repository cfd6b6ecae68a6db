import Foundation

/// What the system says of this process's memory.
enum ProcessMemory {
  /// The most that was ever held, in bytes.
  static func peak() throws -> Int { try bytes("VmHWM") }

  /// What is held now, in bytes.
  static func present() throws -> Int { try bytes("VmRSS") }

  private static func bytes(_ name: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }),
      let kibibytes = Int(line.filter(\.isNumber))
    else { throw ProcessMemoryError() }
    return kibibytes * 1024
  }
}

/// Says that the system did not tell how much memory was used.
struct ProcessMemoryError: Error, CustomStringConvertible {
  let description = "The memory is unknown: /proc/self/status does not tell, or was not read."
}
