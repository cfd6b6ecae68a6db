import Environments
import Foundation
import Testing

@Suite struct TaskSourceTests {
  private let folder: TaskFolder

  init() throws { folder = try TaskFolder(example: "cart_push") }

  private func failure(model: String = "cart_push.xml", task: String = "cart_push.yaml") throws
    -> EnvironmentSetupError
  {
    try #require(throws: EnvironmentSetupError.self) {
      try folder.source(model: model, task: task)
    }
  }

  @Test func `files that are not there or cannot be read are named`() throws {
    #expect(
      try failure(model: "gone.xml")
        == .task(
          .unreadable(path: folder.path("gone.xml"), reason: "No such file or directory")))
    #expect(
      try failure(task: "gone.yaml").description
        == "\(folder.path("gone.yaml")): cannot read it: No such file or directory.")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "folder.yaml"), withIntermediateDirectories: true)
    #expect(try failure(task: "folder.yaml").description.hasSuffix("Is a directory."))
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    for failure in [try failure(model: "pipe"), try failure(task: "pipe")] {
      #expect(
        failure
          == .task(
            .unreadable(
              path: folder.path("pipe"),
              reason: "it is a pipe or a device, and must be a file on a disk")))
    }
    try folder.write(String(repeating: "#", count: 1 << 20 + 1), "large.yaml")
    #expect(
      try failure(task: "large.yaml").description.hasSuffix(
        "it is larger than 1 MB, the most that is read."))
    try Data([0xff, 0xfe, 0x00]).write(to: folder.url.appending(path: "bytes.yaml"))
    #expect(try failure(task: "bytes.yaml").description.hasSuffix("this is not text in UTF-8."))
  }

  @Test(arguments: [
    ("<mujoco model", "<mujoko model", "XML parse error 14:"),
    ("</worldbody>", "", "XML"),
    ("type=\"sphere\"", "type=\"ball\"", "invalid keyword: 'ball', Element 'geom', line 17."),
    ("timestep=\"0.01\"", "timestep=\"nan\"", "the model's timestep is nan s; it must be from"),
    ("timestep=\"0.01\"", "timestep=\"1e9\"", "the model's timestep is 1000000000.0 s"),
    ("timestep=\"0.01\"", "timestep=\"-1\"", "the model's timestep is -1.0 s"),
    ("ctrlrange=\"-1 1\"", "ctrlrange=\"-1e99 1\"", "the ctrlrange of drive must be two numbers"),
    ("joint=\"cart\"", "joint=\"carrt\"", "unknown transmission target"),
    (" ctrlrange=\"-1 1\"", "", "the control of drive has no bounds; give it a ctrlrange."),
    (
      "<motor name=\"drive\" joint=\"cart\" gear=\"8\" ctrlrange=\"-1 1\"/>", "",
      "the model has no actuator, so that an agent could do nothing in it."
    ),
    (
      "<worldbody>", "<option><flag sensornoise=\"enable\"/></option><worldbody>",
      "the model's flag sensornoise draws noise that no seed decides"
    ),
  ])
  func `a model that cannot be used is an error that names the file`(
    _ old: String, _ new: String, _ message: String
  ) throws {
    try folder.replace(old, with: new, in: "cart_push.xml")
    let error = try failure()
    guard case .task(.unusableModel(folder.path("cart_push.xml"), _)) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains(message), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test func `a keyframe that is no state is an error where an episode begins from it`() throws {
    try folder.replace(
      "</mujoco>",
      with: "<keyframe><key name=\"odd\" qpos=\"nan 0 0 0\"/></keyframe></mujoco>",
      in: "cart_push.xml")
    _ = try folder.source(model: "cart_push.xml", task: "cart_push.yaml")
    try folder.replace("reset:\n", with: "reset:\n  keyframe: odd\n", in: "cart_push.yaml")
    #expect(
      try failure()
        == .task(
          .unusableModel(
            path: folder.path("cart_push.xml"),
            message: "the keyframe odd has a position or velocity that is not finite")))
  }

  @Test func `a model finds the files that it includes from where it is`() throws {
    try folder.write("<mujoco><site name=\"extra\" pos=\"0 0 3\"/></mujoco>", "extra.xml")
    try folder.replace(
      "<worldbody>", with: "<worldbody><include file=\"extra.xml\"/>", in: "cart_push.xml")
    try folder.write(
      """
      observations: [{site_position: extra}]
      reward: {alive: {alive: true, weight: 1}}
      """, "task.yaml")
    let source = try folder.source(model: "cart_push.xml", task: "task.yaml")
    let configuration = EnvironmentConfiguration(task: source)
    let environment = try EnvironmentRegistry.standard.environment(for: configuration)
    #expect(try Harness(environment, indices: 0..<1).reset() == [0, 0, 3])

    // And what they hold is part of what a run depends on.
    try folder.replace("0 0 3", with: "0 0 4", in: "extra.xml")
    #expect(throws: EnvironmentSetupError.task(.changed(path: folder.path("cart_push.xml")))) {
      try EnvironmentRegistry.standard.environment(for: configuration)
    }
  }

  @Test func `a configuration goes through JSON, and back to the same environment`() throws {
    let configuration = EnvironmentConfiguration(
      task: try folder.source(model: "cart_push.xml", task: "cart_push.yaml"))
    let copy = try JSONDecoder().decode(
      EnvironmentConfiguration.self, from: JSONEncoder().encode(configuration))
    #expect(copy == configuration)
    let environment = try EnvironmentRegistry.standard.environment(for: copy)
    #expect(environment.maximumEpisodeSteps == 200)
    #expect(environment.summary.hasPrefix("Push a ball"))
  }

  @Test func `files that have changed are an error that names them`() throws {
    let configuration = EnvironmentConfiguration(
      task: try folder.source(model: "cart_push.xml", task: "cart_push.yaml"))
    for (file, old, new) in [
      ("cart_push.yaml", "weight: -1\n", "weight: -2\n"),
      ("cart_push.xml", "mass=\"0.3\"", "mass=\"0.4\""),
    ] {
      try folder.replace(old, with: new, in: file)
      #expect(throws: EnvironmentSetupError.task(.changed(path: folder.path(file)))) {
        try EnvironmentRegistry.standard.environment(for: configuration)
      }
      try folder.replace(new, with: old, in: file)
      _ = try EnvironmentRegistry.standard.environment(for: configuration)
    }
  }

  @Test func `arguments and wrappers work as for other environments`() throws {
    var configuration = EnvironmentConfiguration(
      task: try folder.source(model: "cart_push.xml", task: "cart_push.yaml"))
    configuration.arguments["max_episode_steps"] = "7"
    configuration.observation.selection = .withoutVelocities
    configuration.observation.includesPreviousReward = true
    let environment = try EnvironmentRegistry.standard.environment(for: configuration)
    let harness = try Harness(environment, indices: 0..<1, options: configuration.batchOptions)
    #expect(
      harness.batch.observationSpace.components.map(\.name)
        == ["cart", "ball_x", "sensor_bumper", "body_ball_z", "previous_reward"])
    try harness.reset()
    for _ in 0..<6 {
      try harness.step([0])
      #expect(harness.rows.truncated[0] == 0)
    }
    try harness.step([0])
    #expect(harness.rows.truncated[0] == 1)
    configuration.arguments["mass"] = "3"
    #expect(throws: EnvironmentSetupError.self) {
      try EnvironmentRegistry.standard.environment(for: configuration)
    }
  }
}
