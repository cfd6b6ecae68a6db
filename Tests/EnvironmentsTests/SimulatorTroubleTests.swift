import Environments
import Foundation
import Testing

/// Models that MuJoCo cannot simulate, and what a user is told of it.
@Suite struct SimulatorTroubleTests {
  /// How two boxes that fall to the floor fail, and a wheel whose motor can do more than it should.
  private func failure(
    size: String, control: Float = 0, observing observed: String = "qpos", keyframe: String = "high"
  ) throws -> EnvironmentFailure {
    let folder = try TaskFolder()
    try folder.write(
      """
      <mujoco>
        <compiler autolimits="true"/>
        <size \(size)/>
        <option timestep="0.01"/>
        <worldbody>
          <geom type="plane" size="5 5 0.1"/>
          <body pos="0 0 1"><freejoint/><geom type="box" size="0.1 0.2 0.3"/></body>
          <body pos="1 0 1"><freejoint/><geom type="box" size="0.1 0.2 0.3"/></body>
          <body pos="0 2 2">
            <joint name="axle"/>
            <geom size="0.01" mass="1e-6" contype="0" conaffinity="0"/>
          </body>
        </worldbody>
        <actuator><motor joint="axle" ctrlrange="-1e12 1e12"/></actuator>
        <keyframe>
          <key name="high"/>
          <key name="low" qpos="0 0 0.29 1 0 0 0 1 0 0.29 1 0 0 0 0"/>
        </keyframe>
      </mujoco>
      """, "drop.xml")
    try folder.write(
      """
      observations: [{\(observed): all}]
      reward: {alive: {alive: true, weight: 1}}
      reset: {keyframe: \(keyframe)}
      """, "drop.yaml")
    let harness = try Harness(
      folder.environment(model: "drop.xml", task: "drop.yaml"), indices: 2..<3)
    try harness.reset()
    let failure = try #require(throws: EnvironmentFailure.self) {
      for step in 1...60 { try harness.step([step == 35 ? control : 0]) }
    }
    #expect(failure.environmentID == "drop" && failure.index == 2)
    // What went wrong does not go away.
    #expect(throws: EnvironmentFailure.self) { try harness.step([0]) }
    return failure
  }

  @Test func `an overflow of MuJoCo's stack is an error with environment, step and model`() throws {
    let failure = try failure(size: "nstack=\"450\"")
    #expect((30...45).contains(failure.step))
    #expect(
      failure.description == """
        drop, environment 2, at step \(failure.step) of its episode: MuJoCo cannot continue with the \
        model drop.xml: Stack overflow. The sizes of its buffers stand in the model's <size>
        """)
  }

  @Test func `an overflow at the reset is reported by the first step`() throws {
    // The boxes stand on the floor, and actuator forces take a whole pass.
    let failure = try failure(
      size: "nstack=\"450\"", observing: "actuator_force", keyframe: "low")
    #expect(failure.step == 1 && failure.description.contains("Stack overflow"))
  }

  @Test(arguments: [
    (
      "njmax=\"500\" nconmax=\"3\"", Float(0),
      "more contacts than fit; nconmax in the model's <size> has to be above 3"
    ),
    ("njmax=\"8\"", 0, "more constraints than fit; njmax in the model's <size> has to be above 8"),
    ("nstack=\"100000\"", 1e12, "so the simulation is unstable"),
  ])
  func `a warning of MuJoCo is an error with environment, step and model`(
    _ size: String, _ control: Float, _ message: String
  ) throws {
    let failure = try failure(size: size, control: control)
    #expect((30...45).contains(failure.step))
    #expect(failure.description.contains("MuJoCo warns about the model drop.xml: "))
    #expect(failure.description.contains(message), "\(failure)")
  }
}
