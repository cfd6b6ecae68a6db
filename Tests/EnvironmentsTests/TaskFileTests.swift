import Environments
import Foundation
import Testing

@Suite struct TaskFileTests {
  /// What is changed in `cart_push.yaml`, and the error: where it is and what it says.
  static let mistakes: [(old: String, new: String, message: String)] = [
    (
      "observations:", "observation:",
      "5:1: there is no key 'observation'; did you mean observations? There is summary, frame_skip"
    ),
    ("reward:", "rewards:", "15:1: there is no key 'rewards'; did you mean reward?"),
    ("frame_skip: 5", "frame_skip: 0", "2:13: this must be a whole number from 1 to 10000"),
    (
      "frame_skip: 5", "frame_skip: 9223372036854775807",
      "2:13: this must be a whole number from 1 to 10000, and is '9223372036854775807'."
    ),
    ("frame_skip: 5", "frame_skip: 1e9", "2:13: this must be a whole number from 1 to 10000, and"),
    ("frame_skip: 5", "frame_skip: nan", "2:13: this must be a whole number, and is 'nan'."),
    (
      "max_episode_steps: 200", "max_episode_steps: 1000000001",
      "3:20: this must be a whole number from 1 to 1000000000, and is '1000000001'."
    ),
    (
      "weight: -0.01", "weight: -1e300",
      "23:39: this must be a number from -1000000000 to 1000000000, and is '-1e300'."
    ),
    ("weight: -0.01", "weight: inf", "a number from -1000000000 to 1000000000, and is 'inf'."),
    ("to: {site: goal}", "to: {point: [1, 0, 1e99]}", "a number from -1000000000 to 1000000000"),
    ("normal: 0.02", "normal: 1e10", "this must be a number from 0 to 1000000000, and is '1e10'."),
    (
      "clip: [0, 50]", "clip: [1e300, .inf]",
      "10:11: this must be a range with a number of single precision in it, and is a list."
    ),
    (
      "joint_position: cart, range", "joint_position: cart, coordinate: -1, range",
      "'cart' has no coordinate -1, only 0 to 0."
    ),
    (
      "frame_skip: 5", "\(String(repeating: "s", count: 100)): 5",
      "sss...'. There is summary, frame_skip"
    ),
    (
      "summary: Push", "summary: &a Push\nreset: {keyframe: *a}\nsumary:", "an alias cannot be used"
    ),
    ("frame_skip: 5", "frame_skip: [5]", "2:13: this must be a whole number, and is a list."),
    ("frame_skip: 5", "frame_skip:", "this must be a whole number, and is nothing."),
    (
      "max_episode_steps: 200", "max_episode_steps: long",
      "3:20: this must be a whole number, and is 'long'."
    ),
    (
      "[cart, ball_x]\n  - qvel", "[cart, bal_x]\n  - qvel",
      "6:18: there is no joint in the model 'bal_x'; did you mean ball_x? "
        + "There is cart, ball_x, ball_z, ball_roll."
    ),
    ("- sensor: bumper", "- senser: bumper", "9:5: there is no key 'senser'; did you mean sensor?"),
    ("sensor: bumper", "sensor: touch", "9:13: there is no sensor in the model 'touch'"),
    ("body_position: ball\n", "body_position: table\n", "There is world, cart, ball."),
    (
      "- sensor: bumper\n", "- sensor: bumper\n    axes: x\n",
      "10:11: axes has no meaning for sensor"
    ),
    ("- sensor: bumper\n    clip", "- clip", "9:5: name one of qpos, qvel, sensor"),
    (
      "- sensor: bumper\n", "- sensor: bumper\n    qpos: all\n",
      "9:5: only one of qpos and sensor can stand here."
    ),
    ("axes: xz\n", "axes: xw\n", "12:11: this must be some of x, y and z as one word, such as xz"),
    (
      "mask: [false, true]", "mask: [true]",
      "13:11: the mask has 1 values for 2 numbers (body_ball_x, body_ball_z)."
    ),
    ("mask: [false, true]", "mask: [false, 7]", "13:19: this must be true or false, and is '7'."),
    ("clip: [0, 50]", "clip: [50, 0]", "10:11: this must be two numbers in brackets"),
    ("clip: [0, 50]", "clip: 50", "10:11: this must be two numbers in brackets"),
    (
      "- sensor: bumper\n    clip: [0, 50]", "- qpos: all",
      "9:5: cart is observed twice."
    ),
    ("to: {site: goal}", "to: {site: gaol}", "17:47: there is no site in the model 'gaol'; did"),
    ("to: {site: goal}", "to: {point: [1, 0]}", "a list of three numbers, in metres"),
    ("weight: -0.01", "wieght: -0.01", "23:31: there is no key 'wieght'; did you mean weight?"),
    (", weight: -0.01", "", "23:11: the key 'weight' is missing here."),
    ("weight: -0.01", "weight: .inf", "23:39: this must be a number, and is '.inf'."),
    ("axis: x, weight", "axis: up, weight", "22:37: this must be x, y or z, and is 'up'."),
    ("axis: x, weight", "coordinate: 0, weight", "coordinate has no meaning for body_velocity"),
    ("alive: {alive: true", "alive: {alive: false", "this must be true, and is 'false'."),
    ("  alive: {", "  so-so: {", "24:3: the term 'so-so' needs a name of letters, digits and"),
    ("  effort: {", "  push: {", "push is there twice."),
    (
      "joint_position: cart, range", "joint_position: cart, coordinate: 1, range",
      "28:35: 'cart' has no coordinate 1, only 0 to 0."
    ),
    ("range: [-0.9, 2.1]", "terminate: true", "28:18: the key 'range' is missing here."),
    ("joint_position: cart, range", "alive: true, range", "alive says whether the other ranges"),
    ("uniform: 0.1", "uniform: -0.1", "32:39: this must be a number from 0 to 1000000000"),
    ("uniform: 0.1", "normal: 0.1, uniform: 1", "only one of uniform and normal can stand here."),
    (
      "reset:\n", "reset:\n  keyframe: home\n",
      "there is no keyframe in the model 'home'. There is none."
    ),
    ("range: [-0.9, 2.1]}", "range: [-0.9, 2.1]", "this is not YAML: "),
    ("summary:", "\tsummary:", "1:1: this is not YAML: "),
  ]

  @Test(arguments: mistakes)
  func `a mistake in a task file is an error that says where it is`(
    _ old: String, _ new: String, _ message: String
  ) throws {
    let folder = try TaskFolder(example: "cart_push")
    try folder.replace(old, with: new, in: "cart_push.yaml")
    let error = try #require(throws: EnvironmentSetupError.self) {
      try folder.source(model: "cart_push.xml", task: "cart_push.yaml")
    }
    #expect(error.description.hasPrefix(folder.path("cart_push.yaml") + ":"))
    #expect(error.description.contains(message), "\(error)")
    guard case .task(.malformed) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a name of a megabyte is an error of a few words`() throws {
    let name = String(repeating: "s", count: 1_000_000)
    for (key, old, message) in [
      ("sensor", "bumper", "9:13: this must be a name of at most 200 bytes, and is 'sss"),
      ("axes", "xz", "12:11: this must be some of x, y and z as one word"),
    ] {
      let folder = try TaskFolder(example: "cart_push")
      try folder.replace("\(key): \(old)", with: "\(key): \(name)", in: "cart_push.yaml")
      let error = try #require(throws: EnvironmentSetupError.self) {
        try folder.source(model: "cart_push.xml", task: "cart_push.yaml")
      }
      #expect(error.description.contains(message) && error.description.utf8.count < 400)
    }
  }

  @Test(arguments: [
    ("", "1:1: this is not YAML: the file is empty."),
    ("- a", "1:1: this must be a mapping with the keys of a task, and is a list."),
    ("summary: s", "1:1: the key 'observations' is missing here."),
    ("observations: []\nreward: {}", "1:15: this must be a list of what is observed"),
  ])
  func `a file that is no task is an error`(_ text: String, _ message: String) throws {
    let folder = try TaskFolder(example: "cart_push")
    try folder.write(text, "task.yaml")
    let error = try #require(throws: EnvironmentSetupError.self) {
      try folder.source(model: "cart_push.xml", task: "task.yaml")
    }
    #expect(error.description.hasPrefix("\(folder.path("task.yaml")):\(message)"), "\(error)")
  }

  @Test func `the keys have the defaults that the documentation states`() throws {
    let folder = try TaskFolder(example: "cart_push")
    try folder.write("observations: [qpos: all]\nreward: {a: {alive: true, weight: 2}}", "t.yaml")
    let environment = try folder.environment(model: "cart_push.xml", task: "t.yaml")
    #expect(environment.id == "cart_push")
    #expect(environment.maximumEpisodeSteps == nil)
    let harness = try Harness(environment, indices: 0..<1)
    // The model's own state, without noise, and one step of 0.01 s.
    #expect(try harness.reset() == [0, 0, 0, 0])
    try harness.step([0])
    #expect(harness.batch.save()[0].state?["time"] == [0.01])
    #expect(harness.rows.rewards[0] == 2 && harness.rows.terminated[0] == 0)
  }

  @Test func `components are named, bounded and of the kinds that the documentation states`() throws
  {
    let cart = try TaskFolder.example("cart_push").spaces()
    #expect(
      cart.observation.components.map(\.name) == [
        "cart", "ball_x", "cart_velocity", "ball_x_velocity", "ball_roll_velocity",
        "sensor_bumper", "body_ball_z",
      ])
    #expect(
      cart.observation.components.map(\.kind) == [
        .position, .position, .velocity, .velocity, .velocity, .value, .position,
      ])
    let free = -Float.infinity...Float.infinity
    #expect(
      cart.observation.components.map(\.bounds)
        == [free, free, -20...20, -20...20, -20...20, 0...50, free])
    #expect(cart.observation.components.prefix(3).map(\.unit) == ["m", "m", "m/s"])
    #expect(cart.action == .box(low: [-1], high: [1]))
    let arm = try TaskFolder.example("swing_up").withoutVelocities.spaces()
    #expect(
      arm.observation.components == [
        .position("sensor_upper_arm_0"), .position("sensor_upper_arm_2"),
        .position("sensor_forearm_0"), .position("sensor_forearm_2"),
      ])
  }
}
