import Foundation
import Synchronization

/// The names of the temporary files that stand in for a file: `.name.tmp-host-process-number`.
struct TemporaryName {
  private let folder: URL
  private let prefix: String

  private static let used = Atomic<Int>(0)

  package init(of url: URL) {
    folder = url.deletingLastPathComponent()
    prefix = ".\(url.lastPathComponent)\(Self.mark)"
  }

  /// Only on its own computer does a process number say whether the process lives.
  private static var mark: String { ".tmp-\(ProcessInfo.processInfo.hostName)-" }

  /// A name that no other file has.
  package func next() -> URL {
    let number = Self.used.wrappingAdd(1, ordering: .relaxed).newValue
    return folder.appending(path: "\(prefix)\(getpid())-\(number)")
  }

  /// Removes what processes that no longer live left behind when they were writing this file.
  package func removeAbandoned() { Self.removeAbandoned(in: folder) { $0.hasPrefix(prefix) } }

  /// The same for whatever file of the folder they were writing.
  package static func removeAbandoned(in folder: URL) { removeAbandoned(in: folder) { _ in true } }

  private static func removeAbandoned(in folder: URL, where isMeant: (String) -> Bool) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.filePath)) ?? []
    for name in names where isMeant(name) && isAbandoned(name) {
      _ = unsafe unlink(folder.appending(path: name).filePath)
    }
  }

  /// Whether a file of this name belongs to a process that no longer lives, or that had our number
  /// before us.
  package static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix("."), let range = name.range(of: mark, options: .backwards) else {
      return false
    }
    let numbers = name[range.upperBound...].split(separator: "-").compactMap { Int32($0) }
    guard numbers.count == 2 else { return false }
    if numbers[0] == getpid() {
      return numbers[1] > used.load(ordering: .relaxed)
    }
    return kill(numbers[0], 0) != 0 && errno == ESRCH
  }
}
