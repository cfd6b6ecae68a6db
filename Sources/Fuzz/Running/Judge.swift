import Foundation

/// What became of a case.
package enum Verdict: Sendable, Equatable {
  /// The program ended as it may: with this status, or because it was asked to stop.
  case fine(String)
  /// What it must never do.
  case failure(String)
}

/// Decides whether the program answered a case as it should.
struct Judge {
  let scratch: Scratch
  let made: FuzzCase
  let number: Int

  /// The statuses that docs/robustness.md promises.
  private static let documented: Set<Int32> = [0, 64, 65, 74]

  private var folder: URL { scratch.folder(ofCase: number) }

  /// - Parameter before: the files that were there before, by path, with their sizes and times.
  func verdict(of end: ProcessEnd, before: [String: Fingerprint]) throws -> Verdict {
    let output = try Data(contentsOf: folder.appending(path: "output"))
    let error = try Data(contentsOf: folder.appending(path: "error"))
    if let leak = try leak(output, error, before: before) { return .failure(leak) }
    for (name, text) in [("standard output", output), ("standard error", error)] {
      if let trouble = Self.trouble(in: text) { return .failure("\(trouble) on \(name)") }
    }
    switch end.cause {
    case .hang: return .failure("hung")
    case .stopped: return .fine("stopped")
    case .signal(let signal):
      let name = unsafe String(cString: strsignal(signal))
      return .failure("ended by signal \(signal) (\(name))")
    case .exit(let status):
      guard Self.documented.contains(status) else { return .failure("ended with status \(status)") }
      if status == 0, made.mustFail { return .failure("the damage passed in silence") }
      if status != 0, error.isEmpty { return .failure("status \(status) without a word") }
      if let text = made.mustPrint {
        if status != 0 { return .failure("status \(status), and what is whole was not told") }
        if output.range(of: Data(text.utf8)) == nil {
          return .failure("\(text), which is whole, was not told")
        }
      }
      if status == 0, made.arguments.contains("--json"), !asksForHelp,
        !output.isEmpty,
        (try? JSONSerialization.jsonObject(with: output, options: .fragmentsAllowed)) == nil
      {
        return .failure("--json printed what is no JSON")
      }
      return .fine("\(status)")
    }
  }

  /// Whether the answer is a text for people, whatever else was asked for.
  private var asksForHelp: Bool {
    made.arguments.contains { ["-h", "--help", "--version"].contains($0) }
  }

  /// Whether something of the machine came out, a text was run, or a file was made elsewhere.
  private func leak(
    _ output: Data, _ error: Data, before: [String: Fingerprint]
  ) throws -> String? {
    let secret = Data(Scratch.secret.utf8)
    for (name, data) in [("standard output", output), ("standard error", error)]
    where data.range(of: secret) != nil {
      return "the secret file is on \(name)"
    }
    for (path, print) in try Fingerprint.all(in: folder) {
      if path.split(separator: "/").contains(where: { $0.hasPrefix(Scratch.marker) }) {
        return "a text was run as a command: there is \(path)"
      }
      guard print.isRegular, before[path] != print, path != "output", path != "error" else {
        continue
      }
      let file = folder.appending(path: path)
      let data = try? Data(contentsOf: file, options: .mappedIfSafe)
      if data?.range(of: secret) != nil { return "the secret file is in \(path)" }
    }
    let known: Set = ["work", "home", "temporary", "output", "error"]
    let here = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    if let stranger = try here.first(where: { !known.contains($0) }) ?? scratch.strangers().first {
      return "a file was made outside of the folder: \(stranger)"
    }
    return nil
  }

  /// What a terminal would act on.
  static func trouble(in text: Data) -> String? {
    guard let text = String(validating: text, as: UTF8.self) else {
      return "bytes that are no UTF-8"
    }
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" {
      if scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) {
        return "the control character U+\(String(scalar.value, radix: 16, uppercase: true))"
      }
    }
    return nil
  }
}

/// What tells a file that was changed.
package struct Fingerprint: Equatable {
  package let isRegular: Bool
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  /// Of all that lies in a folder, by its path from there. Links are not followed.
  package static func all(in folder: URL) throws -> [String: Fingerprint] {
    var prints = [String: Fingerprint]()
    var left = [""]
    while let path = left.popLast() {
      let place = folder.appending(path: path).path(percentEncoded: false)
      var status = stat()
      guard unsafe lstat(place, &status) == 0 else { continue }
      let kind = status.st_mode & S_IFMT
      prints[path] = Fingerprint(
        isRegular: kind == S_IFREG, size: status.st_size, seconds: status.st_mtim.tv_sec,
        nanoseconds: status.st_mtim.tv_nsec)
      guard kind == S_IFDIR else { continue }
      let names = try FileManager.default.contentsOfDirectory(atPath: place)
      left += names.map { path.isEmpty ? $0 : "\(path)/\($0)" }
    }
    return prints
  }
}
