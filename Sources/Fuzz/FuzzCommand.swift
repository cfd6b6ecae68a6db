import ArgumentParser
import Foundation
import Synchronization

/// The program.
struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents-fuzz",
    abstract: "Gives damaged and hostile inputs to agents and watches what it does.",
    discussion: """
      Each case is a process of its own with limits of time and memory, in a folder of its own. It \
      is a failure if the program ends by a signal, hangs, ends with a status that is not documented \
      (which are 0, 64, 65 and 74), takes a file as good whose digest no longer fits, hides a good \
      run because of a bad one, prints control characters or JSON that is none, writes outside of \
      the folder, or lets out what stands in another file; or if a text in a file was run as a \
      command.

      A case depends on the seed, its kind and its number alone. The inputs of failures are kept. \
      The exit status is 0 if there was none and else 1. docs/robustness.md tells more.
      """)

  @Option(help: "The program to try.")
  var program: String

  @Option(help: "The folder of the package, for its examples and fixtures.")
  var sources = "."

  @Option(help: "The number of cases.")
  var cases = 1000

  @Option(help: "The number that cases begin from.")
  var seed: UInt64 = 1

  @Option(help: "Cases of this kind only.")
  var kind: Kind?

  @Option(name: .customLong("case"), help: "Only the case of this number.")
  var number: Int?

  @Option(help: "How many cases run at the same time. (one for each core)")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "Seconds of processor time that a case may take.")
  var seconds = Limits().processorSeconds

  @Option(help: "Megabytes of address space; 0 for no limit, as sanitizers need.")
  var memory = Limits().megabytes

  @Option(help: "The folder that the inputs of failures are kept in.")
  var keep = "fuzz-failures"

  func validate() throws {
    guard cases > 0, cases < Int32.max else { throw ValidationError("--cases is 1 or more.") }
    guard (number ?? 0) >= 0, (number ?? 0) < Int32.max else {
      throw ValidationError("--case is 0 or more.")
    }
    guard jobs > 0, jobs <= 1000 else { throw ValidationError("--jobs lies between 1 and 1000.") }
    guard (1...3600).contains(seconds) else {
      throw ValidationError("--seconds lies between 1 and 3600.")
    }
    guard (0...1 << 30).contains(memory) else { throw ValidationError("--memory is 0 or more.") }
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw ValidationError("\(program) is no program; --program names the one to try.")
    }
  }

  func run() throws {
    let place = FileManager.default.temporaryDirectory
      .appending(path: "agents-fuzz-\(UUID().uuidString)", directoryHint: .isDirectory)
    let scratch = try Scratch(place.resolvingSymlinksInPath())
    defer { try? FileManager.default.removeItem(at: place) }
    let limits = Limits(processorSeconds: seconds, megabytes: memory)
    let program = URL(filePath: program).absoluteURL
    let inputs = try ValidInputs(
      program, scratch, sources: URL(filePath: sources).absoluteURL, limits: limits)
    let runner = CaseRunner(
      program: program, scratch: scratch, inputs: inputs, limits: limits, seed: seed,
      kept: URL(filePath: keep).absoluteURL)
    let tally = try tryCases(runner)
    Self.say(tally.table)
    guard tally.failures.isEmpty else {
      Self.say(
        "\(tally.failures.count) of \(tally.count) cases failed; their inputs are in \(keep).")
      throw ExitCode.failure
    }
    Self.say("All \(tally.count) cases ended as they should.")
  }

  private func tryCases(_ runner: CaseRunner) throws -> Tally {
    let numbers = number.map { [$0] } ?? Array(0..<cases)
    let state = Mutex((next: 0, tally: Tally(), trouble: (any Error)?.none))
    DispatchQueue.concurrentPerform(iterations: min(jobs, numbers.count)) { _ in
      while let number = state.withLock({ state -> Int? in
        guard state.next < numbers.count, state.trouble == nil else { return nil }
        defer { state.next += 1 }
        return numbers[state.next]
      }) {
        do {
          let result = try runner.run(number, of: kind ?? Kind(seed: seed, case: number))
          state.withLock { state in
            state.tally.add(result)
            report(result, runner, state.tally)
          }
        } catch {
          state.withLock { $0.trouble = error }
        }
      }
    }
    return try state.withLock { state in
      if let trouble = state.trouble { throw trouble }
      return state.tally
    }
  }

  private func report(_ result: CaseResult, _ runner: CaseRunner, _ tally: Tally) {
    if case .failure(let trouble) = result.verdict {
      let message = result.message.split(separator: "\n").first.map(String.init) ?? ""
      Self.say(
        """
        FAILED  case \(result.number) of seed \(seed) (\(result.made.kind.rawValue)): \(trouble)
                \(Self.line(result.made.description))
                agents said: \(Self.line(message))
                again: \(runner.repetition(of: result))
        """)
    }
    if number != nil, case .fine(let outcome) = result.verdict {
      Self.say("\(Self.line(result.made.description)): \(outcome)\n\(Self.line(result.message))")
    }
    if tally.count.isMultiple(of: 500) {
      FileHandle.standardError.write(
        Data("\(tally.count) of \(cases) cases, \(tally.failures.count) failures\n".utf8))
    }
  }

  /// Prints at once, so that what was found is known although the rest never ends.
  private static func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// One harmless line.
  private static func line(_ text: String) -> String {
    String(text.prefix(300)).unicodeScalars.map { scalar in
      scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
  }
}
