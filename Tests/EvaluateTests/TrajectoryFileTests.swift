import Environments
import Evaluate
import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct TrajectoryFileTests {
  let folder: TemporaryFolder
  let url: URL

  init() throws {
    folder = try TemporaryFolder()
    url = folder.file("trajectories.h5")
  }

  private static func write(_ numbers: Range<Int>, to url: URL, level: Int = 1) throws {
    let file = try TrajectoryFile(
      at: url, replacing: false, header: Records.header, compressionLevel: level)
    for number in numbers { try file.append(file.encode(Records.record(number))) }
    try file.close()
  }

  /// Throws unless the first so many episodes are in the file, as they were recorded.
  @discardableResult
  static func checkWhole(_ url: URL) throws -> Int {
    let file = try HDF5File(reading: url)
    let count: Int = try file.readAttribute("total_episodes")
    try #require(
      try Set(file.children()) == Set((0..<count).map { "episode_\($0)" }))
    var steps = 0
    for number in 0..<count {
      let record = Records.record(number)
      steps += record.result.length
      let group = "episode_\(number)"
      try #require(try file.readAttribute("id", of: group) == number)
      try #require(try file.readAttribute("seed", of: group) == UInt64(7))
      try #require(try file.readAttribute("total_steps", of: group) == record.result.length)
      try #require(try file.readAttribute("length", of: group) == record.result.length)
      try #require(try file.readAttribute("return", of: group) == record.result.episodeReturn)
      try #require(
        try file.readAttribute("outcome", of: group)
          == (record.result.outcome == .terminated ? "terminated" : "truncated"))
      try #require(try file.readAttribute("goal", of: group) == [Double(number), 0.5])
      for series in record.series {
        let path = "\(group)/\(series.format.name)"
        let shape = [series.rowCount] + series.format.rowShape
        let bytes: [UInt8] =
          switch series.format.element {
          case .float32: bits(try file.read(path, as: Float.self, shape: shape))
          case .float64: bits(try file.read(path, as: Double.self, shape: shape))
          case .int64: bits(try file.read(path, as: Int64.self, shape: shape))
          case .flag, .byte: try file.read(path, as: UInt8.self, shape: shape)
          }
        try #require(bytes == series.bytes)
        try #require(
          try file.readAttribute("DIMENSION_LABELS", of: path) == series.format.dimensions)
        if let unit = series.format.unit {
          try #require(try file.readAttribute("units", of: path) == unit)
        }
      }
    }
    try #require(try file.readAttribute("total_steps") == steps)
    return count
  }

  private static func bits<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] {
    unsafe values.withUnsafeBytes { unsafe Array($0) }
  }

  @Test(arguments: [0, 1, 6])
  func `episodes are in the file as they were recorded`(_ level: Int) throws {
    try Self.write(0..<12, to: url, level: level)
    #expect(try Self.checkWhole(url) == 12)
    #expect(try folder.names == ["trajectories.h5"])
  }

  @Test func `the file says what was evaluated`() throws {
    try Self.write(0..<1, to: url)
    let file = try HDF5File(reading: url)
    func text(_ name: String) throws -> String { try file.readAttribute(name) }
    #expect(try text("format") == "agents trajectories")
    #expect(try file.readAttribute("format_version") == 1)
    #expect(try text("program_version") == "0.1.0")
    #expect(try text("environment") == "Pendulum-v1")
    #expect(try text("environment_arguments") == "{}")
    #expect(try file.readAttribute("observation_names") == ["x", "y", "z"])
    #expect(
      try text("action_space")
        == #"{"type": "Box", "dtype": "float32", "shape": [1], "low": [-2.0], "high": [2.0]}"#)
    #expect(try file.readAttribute("observation_units") == ["m", "", "m/s"])
    #expect(try file.readAttribute("action_names") == ["torque"])
    #expect(try file.readAttribute("dt") == 0.05)
    #expect(try text("policy_configuration") == Records.header.policyConfiguration)
    #expect(try text("training_configuration") == Records.header.trainingConfiguration)
    #expect(try text("checkpoint") == "runs/a/update_1.h5")
    #expect(try text("checkpoint_sha256") == Records.header.checkpointDigest)
    #expect(try file.readAttribute("seed") == UInt64(7))
    #expect(try text("actions_taken") == "mode")
    #expect(try file.readAttribute("requested_episodes") == 5)
  }

  @Test func `dimensions have scales, which episodes share where they are as long`() throws {
    try Self.write(0..<7, to: url)
    let file = try HDF5File(reading: url)
    for number in 0..<7 {
      let group = "episode_\(number)"
      let length = 3 + number % 5
      let sizes = ["state": length + 1, "step": length, "component": 3, "unit": 4, "action": 1]
      for (name, size) in sizes {
        let path = "\(group)/\(name)"
        #expect(try file.shape(of: path) == [size])
        #expect(try file.readAttribute("CLASS", of: path) == "DIMENSION_SCALE")
        let title: String = try file.readAttribute("NAME", of: path)
        #expect(
          name == "component" || name == "action"
            ? title == name
            : title.hasPrefix("This is a netCDF dimension but not a netCDF variable. "))
      }
      #expect(try file.containsAttribute("DIMENSION_LIST", of: "\(group)/observations"))
      #expect(try file.containsAttribute("DIMENSION_LIST", of: "\(group)/infos/number"))
    }
    // Six bytes a link, and not a kilobyte of scales for each episode.
    let reader = try TrajectoryReader(url)
    #expect(try !reader.contains("component") && reader.contains("number"))
    let error = #expect(throws: AnalysisError.self) {
      try reader.rows("unit", as: Double.self, of: reader.episodes[0])
    }
    #expect(error.map { "\($0)".contains("hidden_states, infos/number, observations") } == true)
  }

  @Test func `where it cannot be written is known at once`() throws {
    func error(_ url: URL) -> String? {
      let error = #expect(throws: (any Error).self) {
        try TrajectoryFile(at: url, replacing: false, header: Records.header)
      }
      return error.map { "\($0)" }
    }
    try Data("mine".utf8).write(to: url)
    #expect(
      error(url) == """
        \(url.path): cannot write it: it exists already. Remove it or choose another name.
        """)
    #expect(try Data(contentsOf: url) == Data("mine".utf8))
    let nowhere = folder.file("no/folder.h5")
    #expect(
      error(nowhere) == """
        \(nowhere.path): cannot create it: there is no such file or folder. Check the path.
        """)
    #expect(try folder.names == ["trajectories.h5"])
  }

  /// How large the copies are together that lie beside a file under names of their own.
  private static func bytesBeside(_ path: String) -> Int {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(".") }.reduce(0) { sum, name in
      let facts = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return sum + (facts?[.size] as? Int ?? 0)
    }
  }

  /// Returns when the file was published so many times, and the copy that is to be published next grows.
  private static func wait(forPublications count: Int, of path: String) {
    var latest: UInt64?
    var seen = 0
    while seen < count {
      // Each publication puts another file under the name.
      let facts = try? FileManager.default.attributesOfItem(atPath: path)
      let number = facts?[.systemFileNumber] as? UInt64
      if let number, number != latest {
        latest = number
        seen += 1
      }
    }
    let size = bytesBeside(path)
    while bytesBeside(path) <= size {}
  }

  @Test(arguments: 0..<6)
  func `a kill leaves whole episodes`(_ publications: Int) async throws {
    let path = url.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, publications = publications as Int] in
      let killer = Thread {
        Self.wait(forPublications: publications, of: path)
        kill(getpid(), SIGKILL)
      }
      // Noise of 400 KB an episode: it is published again after each twenty or so.
      let file = try TrajectoryFile(
        at: URL(filePath: path), replacing: false, header: Records.header, compressionLevel: 0)
      killer.start()
      // Thirty publications; a file that is never published comes to the end of them.
      for number in 0..<600 {
        try file.append(file.encode(Records.record(number, hiddenSize: 20_000)))
      }
    }
    // Before anything was published there may be nothing.
    if publications == 0 && !FileManager.default.fileExists(atPath: url.path) { return }
    let file = try HDF5File(reading: url)
    let count: Int = try file.readAttribute("total_episodes")
    #expect(count > 0)
    #expect(try file.children().count == count)
    for number in 0..<count {
      let record = Records.record(number, hiddenSize: 20_000)
      let states = try #require(record.series.first { $0.format.name == "hidden_states" })
      let shape = [states.rowCount, 20_000]
      #expect(
        try Self.bits(file.read("episode_\(number)/hidden_states", as: Float.self, shape: shape))
          == states.bytes)
    }
  }

  @Test func `on a full disk the file has the episodes that it had`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try TemporaryFolder()
      let url = folder.file("trajectories.h5")
      var limit = rlimit(rlim_cur: 20 << 20, rlim_max: .max)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let file = try TrajectoryFile(
        at: url, replacing: false, header: Records.header, compressionLevel: 0)
      let error = #expect(throws: HDF5Error.self) {
        for number in 0..<1_000 {
          try file.append(file.encode(Records.record(number, hiddenSize: 20_000)))
        }
      }
      #expect(error?.cause == .writeFailed && error?.file == url.path)
      #expect(error?.reason == "the file would become larger than is allowed here")
      #expect(try folder.names == ["trajectories.h5"])
      let read = try HDF5File(reading: url)
      let count: Int = try read.readAttribute("total_episodes")
      #expect(count > 0)
      #expect(try read.children().count == count)
    }
  }
}
