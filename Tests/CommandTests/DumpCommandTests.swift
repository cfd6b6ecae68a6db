import Foundation
import HDF5
import Testing

@Suite struct DumpCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    let outcome = try place.agents(
      TinyRun.arguments(updates: 2, "--recurrent", "--hidden-size", "16"))
    try #require(outcome.status == 0, "\(outcome.error)")
  }

  private func evaluate(_ more: String...) throws -> Outcome {
    try place.agents(["evaluate", TinyRun.folder, "--stochastic", "--quiet"] + more)
  }

  /// The number of episodes in a file, all of which are whole.
  @discardableResult
  private func wholeEpisodes(
    in name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    let file = try HDF5File(reading: place[name])
    let count: Int = try file.readAttribute("total_episodes")
    let groups = try file.children().filter { $0.hasPrefix("episode_") }
    #expect(
      Set(groups) == Set((0..<count).map { "episode_\($0)" }), sourceLocation: sourceLocation)
    for group in groups {
      let length: Int = try file.readAttribute("length", of: group)
      let rewards: HDF5Array<Double> = try file.read("\(group)/rewards")
      let states: HDF5Array<Float> = try file.read("\(group)/hidden_states")
      let total: Double = try file.readAttribute("return", of: group)
      #expect(rewards.shape == [length], sourceLocation: sourceLocation)
      #expect(states.shape == [length + 1, 16], sourceLocation: sourceLocation)
      #expect(rewards.values.reduce(0, +) == total, sourceLocation: sourceLocation)
    }
    return count
  }

  @Test func `a file that is there is replaced only with --force`() throws {
    #expect(try evaluate("--episodes", "3", "--dump", "traj.h5").status == 0)
    let before = try place.contents(of: "traj.h5")
    let refused = try evaluate("--episodes", "5", "--dump", "traj.h5")
    #expect(refused.status == 64)
    #expect(refused.error.contains("add --force to replace it"))
    #expect(try place.contents(of: "traj.h5") == before)
    #expect(try evaluate("--episodes", "5", "--dump", "traj.h5", "--force").status == 0)
    #expect(try wholeEpisodes(in: "traj.h5") == 5)
  }

  @Test func `what cannot be dumped is refused before any episode`() throws {
    func expectFailure(
      _ arguments: String..., status: Int32, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let outcome = try place.agents(["evaluate", TinyRun.folder] + arguments)
      #expect(outcome.status == status, "\(outcome.error)", sourceLocation: sourceLocation)
      #expect(outcome.error.contains(message), "\(outcome.error)", sourceLocation: sourceLocation)
      #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    }
    try expectFailure("--dump", "gone/traj.h5", status: 74, "does not exist or cannot be written")
    try expectFailure("--dump", "runs", status: 64, "this is a folder")
    try expectFailure("--record", "state", status: 64, "add --dump FILE or --minari ID")
    try expectFailure(
      "--record", "stat", "--dump", "traj.h5", status: 64,
      "--record knows no 'stat'. There are activations, state.")
    try expectFailure(
      "--compression", "10", "--dump", "traj.h5", status: 64, "it must be from 0 to 9")
    try expectFailure("--minari", "no version", status: 64, "is not an id that Minari knows")
    try expectFailure("--video", "film.avi", status: 64, "ends in .mp4 or .gif")
    try expectFailure("--video-size", "3x4", status: 64, "go with --video FILE")
    try expectFailure(
      "--video", "film.mp4", "--camera", "side", status: 64, "There is no camera 'side'")
    #expect(!place.exists("traj.h5") && !place.exists("film.mp4"))
  }

  @Test func `equal settings dump equal episodes, however they are run`() throws {
    let runs = [["--threads", "1"], ["--threads", "2", "--num-envs", "3"], ["--threads", "3"]]
    for (index, options) in runs.enumerated() {
      let outcome = try place.agents(
        [
          "evaluate", TinyRun.folder, "--stochastic", "--quiet", "--episodes", "20", "--record",
          "activations,state", "--dump", "\(index).h5",
        ] + options)
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    func contents(_ name: String) throws -> [String: [Double]] {
      let file = try HDF5File(reading: place[name])
      var values = [String: [Double]]()
      func visit(_ group: String) throws {
        for child in try file.children(of: group) {
          let path = group == "/" ? child : "\(group)/\(child)"
          if try file.isGroup(path) {
            try visit(path)
          } else if try file.containsAttribute("CLASS", of: path) {
            // The scale of a dimension.
            continue
          } else if !path.hasSuffix("terminations") && !path.hasSuffix("truncations") {
            values[path] = try file.read(path, as: Double.self).values
          }
        }
      }
      try visit("/")
      return values
    }
    let expected = try contents("0.h5")
    #expect(expected.count > 20 * 15)
    for index in 1..<runs.count { #expect(try contents("\(index).h5") == expected) }
  }

  @Test func `a kill at any moment leaves whole episodes`() throws {
    var found = [Int]()
    var random = SystemRandomNumberGenerator()
    for attempt in 0..<10 {
      let name = "killed_\(attempt).h5"
      let command = try place.start([
        "evaluate", TinyRun.folder, "--stochastic", "--quiet", "--episodes", "1000000",
        "--record", "activations,state", "--dump", name,
      ])
      command.wait { place.exists(name) }
      usleep(UInt32.random(in: 0...600_000, using: &random))
      command.send(SIGKILL)
      #expect(try command.wait().endedBySignal)
      found.append(try wholeEpisodes(in: name))
    }
    #expect(found.allSatisfy { $0 > 0 })
    // What the killed ones left beside their files goes with the next that is written there.
    #expect(try evaluate("--episodes", "2", "--dump", "killed_0.h5", "--force").status == 0)
    #expect(try place.names(in: ".").allSatisfy { !$0.hasPrefix(".killed_0.h5") })
  }

  @Test func `an interrupt keeps the whole episodes and says so`() throws {
    let command = try place.start([
      "evaluate", TinyRun.folder, "--stochastic", "--episodes", "1000000", "--dump", "traj.h5",
    ])
    command.wait { place.exists("traj.h5") }
    command.send(SIGINT)
    let outcome = try command.wait()
    #expect(outcome.endedBySignal && outcome.status == SIGINT)
    let count = try wholeEpisodes(in: "traj.h5")
    #expect(outcome.output.contains("\(count) episodes"))
    #expect(
      outcome.error == """
        Stopped after \(count) of 1000000 episodes; the unfinished ones were given up. traj.h5 holds \
        \(count) whole episodes.

        """)
  }

  @Test func `where there is no room for all, the file holds the first whole episodes`() throws {
    // So many blocks of 1024 bytes are as much as a file can grow to, as on a disk that is full.
    let outcome = try place.bash(
      """
      ulimit -f 6000; agents evaluate \(TinyRun.folder) --stochastic --quiet --episodes 1000000 \
      --record activations,state --dump traj.h5
      """)
    #expect(outcome.status == 74 && !outcome.endedBySignal, "\(outcome.error)")
    #expect(outcome.error.contains("traj.h5"))
    if place.exists("traj.h5") { try wholeEpisodes(in: "traj.h5") }
    #expect(try place.names(in: ".").allSatisfy { !$0.hasPrefix(".traj.h5") })
  }

  @Test func `ten thousand episodes go into one file`() throws {
    let outcome = try evaluate(
      "--episodes", "10000", "--max-steps", "12", "--dump", "many.h5")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try wholeEpisodes(in: "many.h5") == 10_000)
  }
}
