import Environments
import Foundation
import Testing

@Suite struct TaskStateTests {
  /// A task with what is hardest to restore: quaternions, contacts, accelerations, a keyframe.
  private static let tumble = (
    model: """
    <mujoco>
      <compiler autolimits="true"/>
      <worldbody>
        <geom type="plane" size="3 3 0.1"/>
        <body name="box" pos="0 0 0.5">
          <freejoint name="box"/>
          <geom type="box" size="0.1 0.15 0.2"/>
          <site name="core"/>
          <body name="arm" pos="0 0 0.2">
            <joint name="socket" type="ball" damping="0.01"/>
            <geom type="capsule" fromto="0 0 0 0.3 0 0.2" size="0.05"/>
          </body>
        </body>
      </worldbody>
      <actuator>
        <motor name="turn" joint="socket" gear="0 0.5 0" ctrlrange="-2 2"/>
      </actuator>
      <sensor>
        <accelerometer name="acceleration" site="core"/>
        <gyro name="spin" site="core"/>
      </sensor>
      <keyframe><key name="tilted" qpos="0 0 0.6 0.9 0.1 0.3 0 1 0 0 0"/></keyframe>
    </mujoco>
    """,
    task: """
    frame_skip: 3
    max_episode_steps: 70
    observations:
      - qpos: all
      - sensor: all
      - body_position: all
      - actuator_force: all
    reward:
      height: {body_position: arm, axis: z, weight: 1}
      speed: {site_velocity: core, axis: y, apply: absolute, weight: 1}
      from_home: {distance: {from: {site: core}, to: {point: [0, 0, 1]}}, weight: -1}
    reset: {keyframe: tilted, noise: [{qpos: all, normal: 0.1}, {qvel: all, uniform: 1}]}
    """
  )

  enum Task: String, CaseIterable {
    case cartPush = "cart_push"
    case swingUp = "swing_up"
    case tumble

    func environment() throws -> EnvironmentDescription {
      guard self == .tumble else { return try TaskFolder.example(rawValue) }
      let folder = try TaskFolder()
      try folder.write(TaskStateTests.tumble.model, "tumble.xml")
      try folder.write(TaskStateTests.tumble.task, "tumble.yaml")
      return try folder.environment(model: "tumble.xml", task: "tumble.yaml")
    }
  }

  private func run(
    _ harness: Harness, _ times: Range<Int>, firstIndex: Int = 0
  ) throws -> [[[UInt32]]] {
    try times.map { time in
      try harness.step(time: time, firstIndex: firstIndex)
      return harness.bits
    }
  }

  @Test(arguments: Task.allCases)
  func `a task that is saved and restored in mid-episode goes on with the same bits`(
    _ task: Task
  ) throws {
    let environment = try task.environment()
    let original = try Harness(environment, indices: 0..<3)
    try original.reset()
    for last in [13, 60] {
      _ = try run(original, last - 13..<last)
      let snapshots = original.batch.save()
      let expected = try run(original, last..<last + 100)
      let other = try Harness(environment, indices: 0..<3)
      try other.reset()
      _ = try run(other, 500..<507)
      try other.batch.restore(snapshots)
      #expect(other.batch.save() == snapshots)
      #expect(try run(other, last..<last + 100) == expected)
    }
  }

  @Test(arguments: Task.allCases)
  func `a task depends on seed and index alone, not on the batch`(_ task: Task) throws {
    let environment = try task.environment()
    let whole = try Harness(environment, indices: 0..<3)
    try whole.reset()
    let results = try run(whole, 0..<80)
    for index in 0..<3 {
      let single = try Harness(environment, indices: index..<index + 1)
      try single.reset()
      #expect(try run(single, 0..<80, firstIndex: index) == results.map { [$0[index]] })
    }
    let other = try Harness(environment, indices: 0..<1, seed: 2)
    #expect(try other.reset() != single(whole.reset(), of: 3))
  }

  private func single(_ observations: [Float], of count: Int) -> [Float] {
    Array(observations.prefix(observations.count / count))
  }

  @Test func `the state right after a reset is restored with the same bits, too`() throws {
    let environment = try Task.tumble.environment()
    let original = try Harness(environment, indices: 0..<1)
    try original.reset()
    let snapshots = original.batch.save()
    let other = try Harness(environment, indices: 0..<1)
    try other.batch.restore(snapshots)
    #expect(try run(other, 0..<20) == run(original, 0..<20))
  }

  @Test func `looking at the new state does not change what the next step gives`() throws {
    // The same model with a task that needs no derived quantities.
    let folder = try TaskFolder(example: "cart_push")
    try folder.write(
      """
      frame_skip: 5
      observations: [{qpos: [cart, ball_x]}, {qvel: [cart, ball_x, ball_roll]}]
      reward: {alive: {alive: true, weight: 1}}
      reset: {noise: [{qpos: [cart, ball_x], uniform: 0.1}, {qvel: cart, normal: 0.02}]}
      """, "plain.yaml")
    let plain = try Harness(
      folder.environment(model: "cart_push.xml", task: "plain.yaml"), indices: 0..<1)
    let full = try Harness(TaskFolder.example("cart_push"), indices: 0..<1)
    try plain.reset()
    try full.reset()
    for step in 0..<60 {
      let action: [Float] = [step % 10 < 6 ? 1 : -1]
      try plain.step(action)
      try full.step(action)
      #expect(
        plain.rows.observations.row(0).values
          == Array(full.rows.observations.row(0).values.prefix(5)))
    }
  }
}
