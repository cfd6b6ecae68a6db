import Foundation
import Synchronization
import TestSupport
import Testing
import agents_fuzz

/// Whether the fuzzer sees what it looks for: programs that misbehave on purpose take the place of the
/// real one.
@Suite(.withValidInputs) struct FuzzTests {
  private static let nextCase = Mutex(1_000_000)

  /// What the fuzzer says of a program that is these lines of a shell, given a case of `kind`.
  private func result(
    of script: String, kind: Kind = .model, limits: Limits = Limits(), kept: URL? = nil
  ) throws -> CaseResult {
    let valid = try #require(ValidInputsTrait.current)
    let place = try TemporaryFolder()
    let program = place.file("program")
    try Data("#!/bin/bash\n\(script)\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let runner = CaseRunner(
      program: program, scratch: valid.scratch, inputs: valid.inputs, limits: limits, seed: 1,
      kept: kept ?? place.file("kept"))
    // Tests run side by side, each in a folder of its own.
    let number = Self.nextCase.withLock { number in
      number += 1
      return number
    }
    return try runner.run(number, of: kind)
  }

  @Test(arguments: [
    ("exit 0", "0"), ("echo wrong >&2; exit 64", "64"), ("echo bad >&2; exit 65", "65"),
    ("echo full >&2; exit 74", "74"), ("echo 'Grüße\t1'; exit 0", "0"),
  ]) func `a program that answers as it may is fine`(script: String, outcome: String) throws {
    #expect(try result(of: script).verdict == .fine(outcome))
  }

  @Test(arguments: [
    ("echo oh >&2; exit 1", "ended with status 1"),
    ("echo oh >&2; exit 66", "ended with status 66"),
    ("exit 65", "status 65 without a word"),
    ("kill -SEGV $$", "ended by signal 11 (Segmentation fault)"),
    ("kill -TRAP $$", "ended by signal 5 (Trace/breakpoint trap)"),
    ("cat ../../../secret.txt", "the secret file is on standard output"),
    ("cat ../../../secret.txt >&2", "the secret file is on standard error"),
    ("cp ../../../secret.txt checkpoint.h5", "the secret file is in work/checkpoint.h5"),
    ("cat ../../../secret.txt >> model.xml", "the secret file is in work/model.xml"),
    ("cp ../../../secret.txt ../home/.cache", "the secret file is in home/.cache"),
    ("mkdir runs; touch runs/MARKER", "a text was run as a command: there is work/runs/MARKER"),
    ("touch ../beside", "a file was made outside of the folder: beside"),
    ("printf 'red \\e[31m'", "the control character U+1B on standard output"),
    ("printf 'a\\rb' >&2; exit 65", "the control character U+D on standard error"),
    ("printf 'a\\xc2\\x9bb'", "the control character U+9B on standard output"),
    ("printf 'a\\xff'", "bytes that are no UTF-8 on standard output"),
  ]) func `what a program must never do is caught`(script: String, trouble: String) throws {
    #expect(try result(of: script).verdict == .failure(trouble))
  }

  @Test func `a damaged file that is taken as good is caught`() throws {
    let verdict = try result(of: "exit 0", kind: .fixedPoints).verdict
    #expect(verdict == .failure("the damage passed in silence"))
  }

  @Test func `a program that never ends is caught, whether it computes or waits`() throws {
    let limits = Limits(processorSeconds: 1)
    #expect(try result(of: "while :; do :; done", limits: limits).verdict == .failure("hung"))
    #expect(try result(of: "exec sleep 1000", limits: limits).verdict == .failure("hung"))
  }

  @Test func `a program that has much to do is fine if it stops when it is told to`() throws {
    let limits = Limits(processorSeconds: 1)
    let stops = "trap 'exit 143' TERM; sleep 1000 & wait"
    #expect(try result(of: stops, kind: .config, limits: limits).verdict == .fine("stopped"))
    let goesOn = "trap '' TERM; while :; do sleep 0.1; done"
    #expect(try result(of: goesOn, kind: .config, limits: limits).verdict == .failure("hung"))
  }

  @Test func `a program gets no more memory than its limit`() throws {
    let script = "exec dd if=/dev/zero of=/dev/null bs=900M count=1"
    #expect(
      try result(of: script, limits: Limits(megabytes: 300)).verdict
        == .failure("ended with status 1"))
    #expect(try result(of: script, limits: Limits(megabytes: 2000)).verdict == .fine("0"))
  }

  @Test func `the inputs of a failure are kept as they were, with a command that repeats it`()
    throws
  {
    let place = try TemporaryFolder()
    let result = try result(
      of: "echo changed > model.xml; echo oh >&2; exit 1", kept: place.file("kept"))
    let folder = place.file("kept/1-model-\(result.number)")
    let model = try String(contentsOf: folder.appending(path: "work/model.xml"), encoding: .utf8)
    #expect(model != "changed\n")
    let again = try String(contentsOf: folder.appending(path: "again.sh"), encoding: .utf8)
    #expect(again.contains("script/fuzz --seed 1 --kind model --case \(result.number)"))
    #expect(again.contains("agents 'train' '--env' 'model.xml' '--task' 'task.yaml'"))
    #expect(
      try String(contentsOf: folder.appending(path: "error"), encoding: .utf8) == "oh\n")
  }

  @Test(arguments: Kind.allCases)
  func `a case depends on the seed, its kind and its number alone`(kind: Kind) throws {
    let valid = try #require(ValidInputsTrait.current)
    let place = try TemporaryFolder()
    func make(_ number: Int, seed: UInt64, _ name: String) throws -> [String: Data] {
      let runner = CaseRunner(
        program: place.url, scratch: valid.scratch, inputs: valid.inputs, limits: Limits(),
        seed: seed, kept: place.url)
      let folder = place.file(name)
      let made = try runner.make(number, of: kind, in: folder)
      var contents = ["arguments": Data(made.arguments.joined(separator: "\0").utf8)]
      for (path, print) in try Fingerprint.all(in: folder) where print.isRegular {
        contents[path] = try Data(contentsOf: folder.appending(path: path))
      }
      return contents
    }
    for number in 0..<10 {
      let first = try make(number, seed: 7, "first\(number)")
      let second = try make(number, seed: 7, "second\(number)")
      if kind == .trajectories {
        // Seen on busy machines; never where this suite runs alone.
        withKnownIssue(
          "a changed trajectory file can differ, and why is not known", isIntermittent: true
        ) {
          #expect(second == first)
        }
      } else {
        #expect(second == first)
      }
    }
    let cases = try (10..<20).map { try make($0, seed: 7, "\($0)") }
    #expect(Set(cases).count > 5)
    #expect(try make(10, seed: 8, "seed") != cases[0])
  }

  @Test func `every kind has its share of the cases`() {
    let kinds = (0..<2000).map { Kind(seed: 3, case: $0) }
    for kind in Kind.allCases { #expect(kinds.contains(kind)) }
    #expect(kinds.count { $0 == .checkpoint } > 300)
  }

  @Test func `damage to bytes always changes them`() {
    var chance = Kind.checkpoint.chance(seed: 1, case: 1)
    for size in [1, 2, 100, 5000] {
      let whole = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 / 3) })
      for _ in 0..<500 {
        var data = whole
        _ = ByteDamage.apply(to: &data, &chance)
        #expect(data != whole)
      }
    }
  }
}
