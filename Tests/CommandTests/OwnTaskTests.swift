import Foundation
import Testing

@Suite("Tasks in a model of one's own")
struct OwnTaskTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func train(_ model: String, _ task: String, _ more: String...) throws -> Outcome {
    try place.agents(
      ["train", "--env", model, "--task", task, "--num-envs", "4", "--num-steps", "32"]
        + ["--num-mini-batch", "4", "--ppo-epoch", "1", "--num-env-steps", "512"] + more)
  }

  private func replace(_ old: String, with new: String, in file: String) throws {
    let text = try place.text(of: file)
    #expect(text.contains(old))
    try Data(text.replacing(old, with: new).utf8).write(to: place[file])
  }

  private func expectFailure(
    _ outcome: Outcome, status: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status && !outcome.endedBySignal, sourceLocation: sourceLocation)
    #expect(
      outcome.error.contains(message), "\(outcome.error)", sourceLocation: sourceLocation)
    expectOneParagraph(outcome, sourceLocation: sourceLocation)
  }

  @Test("the examples of the documentation train, and leave their settings behind")
  func examples() throws {
    for name in ["cart_push", "swing_up"] {
      try place.copyExample(name)
      let outcome = try train("\(name).xml", "\(name).yaml", "--env-arg", "max_episode_steps=30")
      #expect(outcome.status == 0 && outcome.error == "", "\(outcome.error)")
      #expect(outcome.lines[0].contains(" with PPO on \(name), 4 environments"))
      let run = "runs/ppo-\(name)/ppo-\(name)_s1"
      #expect(place.rowCount(of: run) == 4)
      let record = try #require(
        JSONSerialization.jsonObject(with: place.contents(of: "\(run)/config.json"))
          as? [String: Any])
      let settings = record["configuration"] as? [String: Any]
      let environment = settings?["environment"] as? [String: Any]
      let task = try #require(environment?["task"] as? [String: String])
      #expect(task["model"] == place["\(name).xml"].path(percentEncoded: false))
      #expect(try task["taskText"] == place.text(of: "\(name).yaml"))
    }
  }

  @Test("a model needs a task and a task needs a model")
  func halves() throws {
    try place.copyExample("cart_push")
    expectFailure(
      try place.agents("train", "--env", "cart_push.xml"), status: 64,
      "A model does not say what its task is; add --task FILE to --env cart_push.xml.")
    for arguments in [[], ["--env", "CartPole-v1"], ["--env", "cart_push"]] {
      expectFailure(
        try place.agents(["train", "--task", "cart_push.yaml"] + arguments), status: 64,
        "--task goes with a model of your own, a file that ends in .xml")
    }
  }

  @Test("files that are missing end with status 74, files that are wrong with 65")
  func wrongFiles() throws {
    try place.copyExample("cart_push")
    let folder = place.url.path(percentEncoded: false)
    expectFailure(
      try train("gone.xml", "cart_push.yaml"), status: 74,
      "\(folder)gone.xml: cannot read it: No such file or directory.")
    expectFailure(
      try train("cart_push.xml", "gone.yaml"), status: 74,
      "\(folder)gone.yaml: cannot read it: No such file or directory.")
    expectFailure(
      try train("cart_push.xml", "cart_push.yaml", "--env-arg", "frame_skip=3"), status: 64,
      "cart_push has no argument 'frame_skip'; it has max_episode_steps.")
    try replace("body: ball}", with: "body: bell}", in: "cart_push.yaml")
    expectFailure(
      try train("cart_push.xml", "cart_push.yaml"), status: 65,
      "cart_push.yaml:17:29: there is no body in the model 'bell'; did you mean ball? There is world"
    )
    try replace("<worldbody>", with: "<worldbdy>", in: "cart_push.xml")
    expectFailure(
      try train("cart_push.xml", "cart_push.yaml"), status: 65,
      "\(folder)cart_push.xml: MuJoCo cannot read the model cart_push.xml: XML parse error")
    #expect(try place.names(in: "") == ["cart_push.xml", "cart_push.yaml"])
  }

  @Test("a run whose files have changed is not resumed, and one whose files are back is")
  func changedFiles() throws {
    try place.copyExample("cart_push")
    #expect(try train("cart_push.xml", "cart_push.yaml", "--name", "own").status == 0)
    let resume = ["train", "--resume", "runs/own/own_s1", "--num-env-steps", "1024"]
    for (file, old, new) in [
      ("cart_push.yaml", "weight: 1}", "weight: 2}"), ("cart_push.xml", "mass=\"1\"", "mass=\"2\""),
    ] {
      try replace(old, with: new, in: file)
      expectFailure(
        try place.agents(resume), status: 65,
        "\(place[file].path(percentEncoded: false)): it has changed since the run began")
      try replace(new, with: old, in: file)
    }
    expectFailure(
      try place.agents(resume + ["--env", "CartPole-v1"]), status: 64,
      "A run resumes with the settings it began with")
    // Naming the files again is no change.
    let again = ["--env", "cart_push.xml", "--task", "cart_push.yaml"]
    #expect(try place.agents(resume + again).status == 0)
    #expect(place.rowCount(of: "runs/own/own_s1") == 8)
  }

  @Test("a model that MuJoCo gives up on ends with status 65, and nothing is written")
  func brokenModels() throws {
    for (size, message) in [
      ("nstack=\"300\"", "MuJoCo cannot continue with the model drop.xml: Stack overflow."),
      ("njmax=\"8\"", "MuJoCo warns about the model drop.xml: There are more constraints"),
    ] {
      try Data(
        """
        <mujoco>
          <compiler autolimits="true"/>
          <size \(size)/>
          <option timestep="0.01"/>
          <worldbody>
            <geom type="plane" size="5 5 0.1"/>
            <body pos="0 0 1"><freejoint/><geom type="box" size="0.1 0.2 0.3"/></body>
            <body pos="1 0 1"><freejoint/><geom type="box" size="0.1 0.2 0.3"/></body>
            <body pos="0 2 2"><joint name="axle"/><geom size="0.1"/></body>
          </worldbody>
          <actuator><motor joint="axle" ctrlrange="-1 1"/></actuator>
        </mujoco>
        """.utf8
      ).write(to: place["drop.xml"])
      try Data("observations: [qpos: all]\nreward: {alive: {alive: true, weight: 1}}".utf8)
        .write(to: place["drop.yaml"])
      let outcome = try train("drop.xml", "drop.yaml", "--quiet")
      #expect(outcome.error.contains("drop, environment "), "\(outcome.error)")
      #expect(outcome.error.contains(" of its episode: "))
      expectFailure(outcome, status: 65, message)
    }
    #expect(try place.names(in: "") == ["drop.xml", "drop.yaml"])
  }
}
