import Foundation
import TestSupport
import Testing
import agents_fuzz

/// Makes the valid inputs once for all tests of a suite, as the real program trains for them, and
/// removes them afterwards.
struct ValidInputsTrait: SuiteTrait, TestScoping {
  struct Made: Sendable {
    let scratch: Scratch
    let inputs: ValidInputs
  }

  @TaskLocal static var current: Made?

  /// The built program, which SwiftPM puts beside the tests.
  private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "agents")

  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let scratch = try Scratch(folder.url)
    let inputs = try ValidInputs(
      Self.program, scratch, sources: Self.package, limits: Limits())
    try await Self.$current.withValue(Made(scratch: scratch, inputs: inputs)) {
      try await function()
    }
    withExtendedLifetime(folder) {}
  }
}

extension Trait where Self == ValidInputsTrait {
  static var withValidInputs: Self { Self() }
}
