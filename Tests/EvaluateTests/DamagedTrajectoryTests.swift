import Evaluate
import Files
import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct DamagedTrajectoryTests {
  private let folder: TemporaryFolder
  private let url: URL

  init() throws {
    folder = try TemporaryFolder()
    url = folder.file("trajectories.h5")
  }

  /// Writes whole episodes; without compression, so that their values lie in the file as they are.
  private func write(episodes count: Int) throws {
    let file = try TrajectoryFile(
      at: url, replacing: true, header: Records.header, compressionLevel: 0)
    for number in 0..<count { try file.append(file.encode(Records.record(number))) }
    try file.close()
  }

  /// Makes the file as it is before it is closed: of another kind of end.
  private func leaveUnfinished() throws {
    var data = try Data(contentsOf: url)
    let lines = "agents file 1\nkind trajectories\nstate unfinished\nbytes 0\n"
    let text = lines + "sha256 \(Digest.sha256(of: Data(lines.utf8)))\n"
    data.replaceSubrange(0..<512, with: Data(text.utf8) + Data(count: 512 - text.utf8.count))
    try data.write(to: url)
  }

  /// Flips a bit of an episode's actions.
  private func flipAction(ofEpisode number: Int) throws {
    var data = try Data(contentsOf: url)
    let series = try #require(
      Records.record(number).series.first { $0.format.name == "actions" })
    let place = try #require(data.range(of: Data(series.bytes)))
    data[place.lowerBound + 5] ^= 8
    try data.write(to: url)
  }

  @Test func `a finished file is sealed, and any change of it is noticed`() throws {
    try write(episodes: 3)
    let reader = try TrajectoryReader(url)
    #expect(reader.episodes.count == 3 && !reader.isUnfinished)
    try flipAction(ofEpisode: 1)
    let error = #expect(throws: HDF5Error.self) { try TrajectoryReader(url) }
    #expect(error?.cause == .changed)
    #expect(try TrajectoryReader(url, acceptingChanges: true).episodes.count == 3)
  }

  @Test func `an unfinished file is read, each episode against its own digest`() throws {
    try write(episodes: 4)
    try leaveUnfinished()
    let reader = try TrajectoryReader(url)
    #expect(reader.episodes.count == 4 && reader.isUnfinished)
    try flipAction(ofEpisode: 2)
    let error = #expect(throws: HDF5Error.self) { try TrajectoryReader(url) }
    #expect(error?.cause == .changed && error?.object == "episode_2")
    #expect(try TrajectoryReader(url, acceptingChanges: true).isUnfinished)
  }

  @Test func `an episode's digest is that of its datasets, in the order of their paths`() throws {
    try write(episodes: 2)
    let file = try HDF5File(reading: url)
    for number in 0..<2 {
      var bytes = Data()
      for series in Records.record(number).series.sorted(by: { $0.format.name < $1.format.name }) {
        bytes += Data((series.format.name + "\n").utf8) + series.bytes
      }
      #expect(
        try file.readAttribute("sha256", of: "episode_\(number)") == Digest.sha256(of: bytes))
    }
  }

  @Test func `a file whose writer was killed is unfinished, and its episodes are whole`()
    async throws
  {
    let path = url.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let file = try TrajectoryFile(
        at: URL(filePath: path), replacing: false, header: Records.header, compressionLevel: 0)
      // Noise of 400 KB an episode: it is published after each twenty or so.
      for number in 0..<60 {
        try file.append(file.encode(Records.record(number, hiddenSize: 20_000)))
      }
      kill(getpid(), SIGKILL)
    }
    let reader = try TrajectoryReader(url)
    #expect(reader.isUnfinished)
    #expect(20...60 ~= reader.episodes.count)
    let states = try reader.rows(
      TrajectoryReader.hiddenStates, as: Float.self, of: reader.episodes[7])
    #expect(states.shape == [reader.episodes[7].length, 20_000])
  }

  // MARK: - Contents that cannot be

  private func expectRefusal(
    _ reason: String, _ write: (HDF5File) throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try RecordedFile(write)
    let error = #expect(throws: HDF5Error.self, sourceLocation: sourceLocation) {
      let reader = try file.reader()
      _ = try reader.rows(TrajectoryReader.hiddenStates, as: Float.self, of: reader.episodes[0])
    }
    #expect(error?.isBadData == true, sourceLocation: sourceLocation)
    #expect(
      error?.reason.contains(reason) == true, "\(error?.description ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func `states of another rank, or of no units, are refused`() throws {
    for shape in [[4], [4, 0], [4, 2, 3]] {
      try expectRefusal("not that of a row of numbers") { file in
        try file.writeCountingEpisode(0, steps: 3, units: nil)
        try file.write(
          [Float](repeating: 1, count: shape.reduce(1, *)), shape: shape,
          to: "episode_0/hidden_states")
      }
    }
  }

  @Test func `rewards that are no row of one or more are refused`() throws {
    for shape in [[], [0], [3, 1]] {
      try expectRefusal("not that of a reward") { file in
        try file.write(
          [Float](repeating: 1, count: shape.reduce(1, *)), shape: shape,
          to: "episode_0/rewards")
      }
    }
  }

  @Test func `episodes that are counted in another way are refused`() throws {
    for name in ["episode_-1", "episode_007", "episode_+7", "episode_", "episode_x"] {
      try expectRefusal("its name is not") { file in
        try file.writeCountingEpisode(0, steps: 3, units: 2)
        try file.write([Float(1)], shape: [1], to: "\(name)/rewards")
      }
    }
    for (name, value) in [("id", 5), ("total_steps", 2), ("length", -1), ("length", Int.max)] {
      try expectRefusal("its attribute '\(name)' is \(value)") { file in
        try file.writeCountingEpisode(0, steps: 3, units: 2)
        try file.writeAttribute(name, value, of: "episode_0")
      }
    }
    try expectRefusal("it says that it has 2 episodes, and has 1") { file in
      try file.writeCountingEpisode(0, steps: 3, units: 2)
      try file.writeAttribute("total_episodes", 2)
    }
  }
}
