import Foundation
import Testing

/// Runs whose files are damaged, among runs that are well.
@Suite struct BadRunTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    #expect(try place.agents(TinyRun.arguments(updates: 12)).status == 0)
  }

  /// What may become of a run, by name: files with other contents, nil for a file that is gone.
  private static let damages: [String: [String: String?]] = [
    "empty": ["config.json": ""], "list": ["config.json": "[1]"], "cut": ["config.json": "{\"conf"],
    "zeros": ["config.json": config(environments: "0", steps: "0", total: "0")],
    "huge": [
      "config.json": config(
        environments: "9223372036854775807", steps: "9223372036854775807", total: "1e308")
    ],
    "negative": ["config.json": config(environments: "-4", steps: "32", total: "-1")],
    "lost": ["config.json": nil],
    "infinite": ["progress.csv": "update,steps,return_mean\n1,inf,2\n"],
    "nan": ["progress.csv": "update,steps,return_mean\n1,nan,nan\n"],
    "large": ["progress.csv": "update,steps,return_mean\n1,1e300,2\n"],
    "below": ["progress.csv": "update,steps,return_mean\n1,-5,2\n"],
    "falling": ["progress.csv": "update,steps,return_mean\n1,256,2\n2,128,2\n"],
    "binary": ["progress.csv": "\u{0}\u{1}\u{2}\n\u{0}\u{1}\n,,,\n"],
    "times": ["timing.csv": "update,steps,rollout_seconds,update_seconds\n1,128,inf,-inf\n"],
  ]

  private static func config(environments: String, steps: String, total: String) -> String {
    """
    {"configuration": {"environmentCount": \(environments), "stepCount": \(steps),
      "totalSteps": \(total), "environment": {"id": "CartPole-v1"}}}
    """
  }

  private func damage() throws {
    for (name, files) in Self.damages {
      let copy = place["runs/\(name)/\(name)_s1"]
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: place[TinyRun.folder], to: copy)
      for (file, text) in files {
        if let text {
          try Data(text.utf8).write(to: copy.appending(path: file))
        } else {
          try FileManager.default.removeItem(at: copy.appending(path: file))
        }
      }
    }
    // What is no file, and what nobody writes to.
    for (name, command) in [
      ("folder", "rm progress.csv; mkdir progress.csv"),
      ("pipe", "rm config.json; mkfifo config.json"),
    ] {
      let made = try place.bash(
        "mkdir -p runs/\(name); cp -r \(TinyRun.folder) runs/\(name)/\(name)_s1; "
          + "cd runs/\(name)/\(name)_s1; \(command)")
      #expect(made.status == 0, "\(made.error)")
    }
  }

  @Test func `a bad run is a row that says so, and hides no other`() throws {
    try damage()
    let good: Set = ["tiny", "falling", "times"]
    let outcome = try place.agents("runs", "--json")
    #expect(outcome.status == 0 && !outcome.endedBySignal, "\(outcome.error)")
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    #expect(runs.count == Self.damages.count + 3)
    for run in runs {
      let name = try #require(run["name"] as? String)
      let isGood = good.contains(name)
      // The last row of the one says that it has not come to its end.
      let status = name == "falling" ? "stopped" : isGood ? "finished" : "unreadable"
      #expect(run["status"] as? String == status, "\(name)")
      #expect((run["problem"] as? String != nil) == !isGood, "\(name)")
      #expect(run.keys.contains("return"))
    }
    for arguments in [
      ["runs"], ["runs", "--sort", "steps"], ["runs", "--sort", "return", "--reverse"],
      ["runs", "--filter", "status=unreadable"], ["runs", "--filter", "seed=1"],
      ["plot", "runs", "-o", "a.svg", "--force"], ["plot", "runs", "-x", "time", "-o", "b.svg"],
      ["compare", "runs", "runs"], ["compare", "runs", "runs", "--json"],
    ] {
      let outcome = try place.agents(arguments)
      #expect(outcome.status == 0 && !outcome.endedBySignal, "\(arguments) \(outcome.error)")
      if arguments.first != "runs" {
        #expect(outcome.error.contains("Left out: "), "\(arguments)")
        // Its times are those of a run.
        let isTold = outcome.error.contains("falling")
        #expect(isTold != arguments.contains("time"), "\(arguments)")
      }
    }
    let table = try place.agents("runs").lines
    #expect(table.count == runs.count + 1)
    #expect(table.count { $0.contains("unreadable") } == runs.count - good.count)
  }

  @Test func `a column that no run has is told, and one that some lack leaves these out`() throws {
    #expect(try place.agents("plot", "runs", "-y", "gone", "-o", "a.svg").status == 64)
    try damage()
    try Data("update,steps,return_mean\n1,128,2\n".utf8)
      .write(to: place["runs/falling/falling_s1/progress.csv"])
    let outcome = try place.agents("plot", "runs", "-y", "entropy", "-o", "a.svg")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.contains("has no column 'entropy'"))
  }

  @Test func `a comparison says which is A and which is B`() throws {
    let outcome = try place.agents("compare", "runs/tiny", "runs")
    #expect(outcome.lines.prefix(2) == ["A: runs/tiny", "B: runs"])
  }

  @Test func `what is missing is an empty field, never nan`() throws {
    // One episode of one step each: nothing varies, so nothing is explained.
    let arguments = TinyRun.arguments(updates: 2, "--env-arg", "max_episode_steps=1")
    #expect(try place.agents(arguments).status == 0)
    for file in ["progress.csv", "timing.csv"] {
      let text = try place.text(of: "runs/tiny/tiny_s1_2/\(file)").lowercased()
      #expect(!text.contains("nan"), "\(text)")
    }
  }
}
