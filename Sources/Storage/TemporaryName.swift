import Foundation
import Synchronization

/// The names of the temporary files that stand in for a file: `.name.tmp-host-process-number`.
struct TemporaryName {
  private let folder: URL
  private let prefix: String

  private static let used = Atomic<Int>(0)

  init(of url: URL) {
    folder = url.deletingLastPathComponent()
    // Only on its own computer does a process number say whether the process lives.
    let host = ProcessInfo.processInfo.hostName
    prefix = ".\(url.lastPathComponent).tmp-\(host)-"
  }

  /// A name that no other file has.
  func next() -> URL {
    let number = Self.used.wrappingAdd(1, ordering: .relaxed).newValue
    return folder.appending(path: "\(prefix)\(getpid())-\(number)")
  }

  /// Whether a file of this name belongs to a process that no longer lives, or that had our number
  /// before us.
  private func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let numbers = name.dropFirst(prefix.count).split(separator: "-").compactMap { Int32($0) }
    guard numbers.count == 2 else { return false }
    if numbers[0] == getpid() {
      return numbers[1] > Self.used.load(ordering: .relaxed)
    }
    return kill(numbers[0], 0) != 0 && errno == ESRCH
  }

  /// Removes what processes that no longer live left behind when they were writing this file.
  func removeAbandoned() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.filePath)) ?? []
    for name in names where isAbandoned(name) {
      _ = unsafe unlink(folder.appending(path: name).filePath)
    }
  }
}
