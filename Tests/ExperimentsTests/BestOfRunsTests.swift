import Experiments
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct BestOfRunsTests {
  private let root = try! TemporaryFolder()

  private func submit(
    _ name: String, problem: String = "maze", claim: Double? = 0.5, _ mean: Double, _ length: Double
  ) throws -> Bool {
    try Data().write(to: root.url.appending(path: name))
    return try BestOfRuns.submit(
      BestOfRuns.Entry(
        environment: problem, policy: name, meanReturn: claim, standardError: 0.1, episodes: 100,
        meanLength: length, update: 7, steps: 700,
        trial: TrialScore(meanReturn: mean, meanLength: length, episodes: 50)),
      in: root.url)
  }

  private func best(_ problem: String = "maze") throws -> BestOfRuns<String>.Entry? {
    try BestOfRuns<String>(in: root.url).best.first { $0.environment == problem }
  }

  @Test
  func `runs are compared by their trials, of equals by length, then by time, and not by claims`()
    throws
  {
    #expect(try submit("first", claim: 0.1, 1, 80))
    #expect(try !submit("worse", claim: 0.9, 0.9, 10))
    #expect(try !submit("longer", 1, 81))
    #expect(try submit("shorter", claim: 0.05, 1, 79))
    #expect(try submit("later", 1, 79))
    #expect(try submit("other", problem: "pole", -5, 1))
    let entry = try #require(try best())
    #expect(entry.policy == "later" && entry.meanReturn == 0.5 && entry.standardError == 0.1)
    #expect(entry.episodes == 100 && entry.meanLength == 79 && entry.trial?.episodes == 50)
    #expect(try best("pole")?.policy == "other")
    // One that was removed counts no longer, and a run replaces its own.
    try FileManager.default.removeItem(at: root.url.appending(path: "later"))
    #expect(try submit("new", 0.3, 80))
    #expect(try submit("new", 0.2, 80))
    #expect(try best()?.policy == "new")
  }

  @Test func `an entry of an older version is read, and any trial is better`() throws {
    let text = """
      {"best": [{"environment": "maze", "policy": "old", "meanReturn": 1.0, "episodes": 100,
       "update": 3, "steps": 300}]}
      """
    try Data(text.utf8).write(to: BestOfRuns<String>.file(in: root.url))
    try Data().write(to: root.url.appending(path: "old"))
    #expect(try best()?.meanReturn == 1 && best()?.trial == nil)
    #expect(try submit("new", -0.5, 80))
    #expect(try best()?.policy == "new")
  }
}
