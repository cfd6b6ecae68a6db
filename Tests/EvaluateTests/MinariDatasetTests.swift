import Environments
import Evaluate
import Files
import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct MinariDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func dataset(
    _ id: String, environment: String = "Pendulum-v1", replacing: Bool = false
  ) throws -> MinariDataset {
    var configuration = EnvironmentConfiguration(id: environment)
    configuration.arguments = ["g": "9.81", "max_episode_steps": "50"]
    return try MinariDataset(
      id: id, in: folder.url, replacing: replacing, header: Records.header,
      environment: configuration,
      spaces: EvaluationSpaces(
        observations: BoxSpace([.position("x", -1...1), .position("y"), .velocity("z")]),
        actions: .box(low: [-2], high: [2]), maximumEpisodeSteps: 50))
  }

  private func metadata(_ id: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.file("\(id)/data/metadata.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `metadata and episodes lie where Minari looks for them`() throws {
    let dataset = try dataset("balance/pole-v0")
    for number in 0..<3 { try dataset.append(dataset.encode(Records.record(number))) }
    try dataset.close()
    let metadata = try metadata("balance/pole-v0")
    #expect(metadata["dataset_id"] as? String == "balance/pole-v0")
    #expect(metadata["data_format"] as? String == "hdf5")
    #expect(metadata["total_episodes"] as? Int == 3)
    #expect(metadata["total_steps"] as? Int == 12)
    #expect(
      metadata["observation_space"] as? String == """
        {"type": "Box", "dtype": "float32", "shape": [3], "low": [-1.0, -Infinity, -Infinity], \
        "high": [1.0, Infinity, Infinity]}
        """)
    let spec = try #require(metadata["env_spec"] as? String)
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(spec.utf8)) as? [String: Any])
    #expect(fields["id"] as? String == "Pendulum-v1")
    #expect(fields["max_episode_steps"] as? Int == 50)
    #expect(fields["kwargs"] as? [String: Double] == ["g": 9.81])
    let file = try HDF5File(reading: folder.file("balance/pole-v0/data/main_data.hdf5"))
    #expect(try file.children() == ["episode_0", "episode_1", "episode_2"])
  }

  @Test func `observations are the environment's, and actions within their bounds`() throws {
    let dataset = try dataset("pole-v0")
    try dataset.append(dataset.encode(Records.record(0)))
    try dataset.close()
    let file = try HDF5File(reading: folder.file("pole-v0/data/main_data.hdf5"))
    let original = Records.record(0)
    func values(_ name: String) throws -> [Float] {
      let series = try #require(original.series.first { $0.format.name == name })
      return unsafe series.bytes.withUnsafeBytes { unsafe Array($0.bindMemory(to: Float.self)) }
    }
    func stored(_ name: String) throws -> [Float] { try file.read("episode_0/\(name)").values }
    #expect(try stored("observations") == values("raw_observations"))
    #expect(try stored("normalized_observations") == values("observations"))
    #expect(try !file.contains("episode_0/raw_observations"))
    let actions = try values("actions")
    #expect(actions.contains { abs($0) > 2 })
    #expect(try stored("policy_actions") == actions)
    #expect(try stored("actions") == actions.map { min(max($0, -2), 2) })
  }

  @Test func `environments of our own have no specification`() throws {
    try dataset("maze-v0", environment: "MorrisWaterMaze-v0").close()
    #expect(try metadata("maze-v0")["env_spec"] == nil)
    #expect(try metadata("maze-v0")["total_episodes"] as? Int == 0)
  }

  @Test(arguments: ["", "pole", "pole-v", "../pole-v0", "a//pole-v0", "/pole-v0", "pöle-v0"])
  func `an id that Minari would not take is refused`(_ id: String) throws {
    let error = #expect(throws: EvaluationError.self) { try dataset(id) }
    #expect(error.map { "\($0)".hasPrefix("minari = \(id) is not an id") } == true)
    #expect(try folder.names == [])
  }

  @Test func `a dataset that is there is replaced only when that is wanted`() throws {
    let first = try dataset("pole-v0")
    for number in 0..<3 { try first.append(first.encode(Records.record(number))) }
    try first.close()
    #expect(throws: FileError.self) { try dataset("pole-v0") }
    #expect(try metadata("pole-v0")["total_episodes"] as? Int == 3)
    let second = try dataset("pole-v0", replacing: true)
    try second.append(second.encode(Records.record(0)))
    try second.close()
    #expect(try metadata("pole-v0")["total_episodes"] as? Int == 1)
  }
}
