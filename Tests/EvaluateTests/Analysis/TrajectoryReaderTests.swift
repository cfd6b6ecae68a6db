import Evaluate
import Foundation
import HDF5
import Testing

@Suite struct TrajectoryReaderTests {
  private func example(units: Int? = 2) throws -> RecordedFile {
    try RecordedFile { file in
      // The file lists episode_10 before episode_2.
      for (number, steps) in [(0, 3), (2, 1), (10, 4)] {
        try file.writeCountingEpisode(number, steps: steps, units: units)
      }
    }
  }

  @Test func `episodes come in the order of their numbers, with length and return`() throws {
    let reader = try example().reader()
    #expect(reader.episodes.map(\.number) == [0, 2, 10])
    #expect(reader.episodes.map(\.length) == [3, 1, 4])
    #expect(reader.episodes.map(\.episodeReturn) == [3, 0, 6])
  }

  @Test func `states are those that steps end with, and series those that steps begin with`() throws
  {
    let reader = try example().reader()
    let episode = reader.episodes[0]
    let states = try reader.rows(TrajectoryReader.hiddenStates, as: Float.self, of: episode)
    #expect(states == HDF5Array(shape: [3, 2], values: [10, 11, 20, 21, 30, 31]))
    for name in ["position", "infos/position"] {
      let places = try reader.rows(name, as: Double.self, of: episode)
      #expect(places == HDF5Array(shape: [3, 2], values: [0, 0, 1, -1, 2, -2]))
      #expect(try reader.unit(of: name) == "m")
    }
    #expect(
      try reader.rows("rewards", as: Double.self, of: episode)
        == HDF5Array(shape: [3], values: [0, 1, 2]))
    #expect(try reader.contains("position") && !reader.contains("heading"))
  }

  @Test func `what is asked for and not there is named, with what is there`() throws {
    let reader = try example().reader()
    let unknown = #expect(throws: AnalysisError.self) {
      try reader.rows("heading", as: Double.self, of: reader.episodes[1])
    }
    #expect(unknown?.cause == .wrongUsage)
    #expect(
      unknown?.description == """
        \(reader.path) has no series 'heading' in episode 2. It has hidden_states, infos/position, \
        rewards. 'agents evaluate --record' adds others.
        """)
    let episode = #expect(throws: AnalysisError.self) { try reader.episodes([2, 3]) }
    #expect(
      episode?.description
        == "\(reader.path) has no episode 3. It has 3, numbered from 0 to 10.")
    #expect(throws: AnalysisError.self) {
      try reader.rows("position", as: Double.self, of: reader.episodes[0], width: 1)
    }
  }

  @Test func `a policy without memory has no hidden states`() throws {
    let reader = try example(units: nil).reader()
    let error = #expect(throws: AnalysisError.self) {
      try reader.rows(TrajectoryReader.hiddenStates, as: Float.self, of: reader.episodes[0])
    }
    #expect(error?.cause == .badData)
    #expect(error?.description.contains("`recurrent`") == true)
  }

  @Test func `other files are told from trajectory files`() throws {
    let missing = #expect(throws: HDF5Error.self) {
      try TrajectoryReader(URL(filePath: "/no/such/file.h5"))
    }
    #expect(missing?.cause == .fileMissing)
    let other = try RecordedFile { try $0.write(1.0, to: "parameters/weight") }
    let foreign = #expect(throws: HDF5Error.self) { try other.reader() }
    #expect(foreign?.cause == .wrongType)
    #expect(foreign?.description.contains("without an episode") == true)
  }

  @Test func `rows that do not fit the steps, and values that are not finite, are refused`() throws
  {
    let file = try RecordedFile { file in
      try file.write([Float](repeating: 1, count: 4), shape: [4], to: "episode_0/rewards")
      try file.write([Double](repeating: 1, count: 3), shape: [3], to: "episode_0/infos/short")
      try file.write([1, 2, Double.nan, 4], shape: [4], to: "episode_0/infos/broken")
    }
    let reader = try file.reader()
    let short = #expect(throws: HDF5Error.self) {
      try reader.rows("short", as: Double.self, of: reader.episodes[0])
    }
    #expect(short?.cause == .wrongShape)
    let broken = #expect(throws: AnalysisError.self) {
      try reader.rows("broken", as: Double.self, of: reader.episodes[0])
    }
    #expect(broken?.cause == .badData)
  }

  private func maze(arguments: String?, id: String = "MorrisWaterMaze-v0") throws -> RecordedFile {
    try RecordedFile { file in
      try file.writeAttribute("environment", id)
      if let arguments { try file.writeAttribute("environment_arguments", arguments) }
      for (number, center) in [[75.0, 75], [225, 75], [75, 75]].enumerated() {
        try file.writeCountingEpisode(number, steps: 2, units: nil)
        try file.write(
          [[Double]](repeating: center, count: 3).flatMap { $0 }, shape: [3, 2],
          to: "episode_\(number)/infos/platform")
      }
    }
  }

  @Test func `the plane of a known environment is found by its id and arguments`() throws {
    let reader = try maze(arguments: #"{"platform_x": "75", "platform_half_size": "20"}"#).reader()
    let plan = try #require(try reader.floorPlan())
    #expect(plan.position == "position" && plan.x == 0...300 && plan.y == 0...300)
    #expect(plan.regions.map(\.name) == ["platform"])
    #expect(plan.regions[0].halfSize == [20, 20])
    #expect(try reader.centers(of: plan.regions[0]) == [[75, 225]])
  }

  @Test func `a region that moves lies where it was recorded`() throws {
    let reader = try maze(arguments: #"{"platform_placement": "quadrant"}"#).reader()
    let plan = try #require(try reader.floorPlan())
    #expect(plan.regions[0].center == nil)
    #expect(try reader.centers(of: plan.regions[0]) == [[75, 75], [225, 75]])
  }

  @Test func `of another world no plane is known`() throws {
    #expect(try maze(arguments: nil).reader().floorPlan() != nil)
    #expect(try maze(arguments: nil, id: "Foreign-v0").reader().floorPlan() == nil)
    #expect(try maze(arguments: nil, id: "CartPole-v1").reader().floorPlan() == nil)
    #expect(try maze(arguments: #"{"depth": "3"}"#).reader().floorPlan() == nil)
    #expect(try example().reader().floorPlan() == nil)
  }
}
