import Environments
import Foundation
import HDF5
import ReferenceChecks
import Testing

@Suite struct EnvironmentReferenceTests {
  private func deviations(_ name: String) throws -> [ReferenceDeviation] {
    let url = packageFolder.appending(path: "Tests/Reference/environments/\(name).h5")
    return try #require(try EnvironmentReference.compare(HDF5File(reading: url))).all
  }

  private static let names = [
    "cartpole_v1", "acrobot_v1", "mountain_car_v0", "mountain_car_continuous_v0", "pendulum_v1",
    "inverted_pendulum_v4", "inverted_double_pendulum_v4", "reacher_v4", "pusher_v4", "swimmer_v4",
    "half_cheetah_v4", "hopper_v4", "walker2d_v4", "ant_v4", "ant_v4_contact_forces", "humanoid_v4",
    "humanoid_standup_v4",
  ]

  @Test(arguments: names)
  func `an environment does what the reference recorded`(_ name: String) throws {
    let deviations = try deviations(name)
    for deviation in deviations {
      #expect(
        deviation.isWithinTolerance && deviation.count > 0,
        "\(deviation.dataset): \(deviation.largest)")
    }
    let compared = Set(deviations.map(\.dataset))
    #expect(
      compared.isSuperset(of: [
        "observation", "reward", "terminated", "observation, batch", "reward, batch",
        "terminated, batch", "truncated, batch",
      ]))
    #expect(compared.contains { $0.hasSuffix("_after") })
    #expect(compared.contains { $0.hasPrefix("reset_samples/") })
  }

  /// Holds for version 2.2.2 of MuJoCo on processors of one architecture: the version's library and the
  /// recording's give the same bits. The terms of the reward are left out: the recording computed some
  /// of them again, and rounded elsewhere.
  @Test(arguments: names.filter { $0.contains("_v4") })
  func `simulations have the recorded bits, step by step and in a free run`(
    _ name: String
  ) throws {
    let deviations = try deviations(name).filter { deviation in
      !["reset_samples/", "reward_terms/"].contains { deviation.dataset.hasPrefix($0) }
    }
    for deviation in deviations {
      #expect(deviation.differingCount == 0, "\(deviation.dataset): \(deviation.largest)")
    }
  }

  @Test(arguments: [
    ("ant_v4", ["torso_xpos_after", "info/reward_ctrl", "info/y_velocity"]),
    ("ant_v4_contact_forces", ["torso_xpos_after", "reward_terms/contact", "info/reward_ctrl"]),
    ("humanoid_v4", ["mass_center_xy_after", "info/reward_linvel", "info/reward_quadctrl"]),
    ("humanoid_standup_v4", ["info/reward_linup", "info/reward_impact", "reward_terms/constant"]),
    ("inverted_double_pendulum_v4", ["stale_tip_site_xpos_after", "reward_terms/velocity"]),
    ("pusher_v4", ["tips_arm_xpos_after", "object_xpos_after", "info/reward_dist"]),
    ("reacher_v4", ["fingertip_xpos_after", "target_xpos_after", "info/reward_ctrl"]),
    ("swimmer_v4", ["info/reward_fwd", "info/x_position", "model/init_qpos", "bounds of actions"]),
    ("walker2d_v4", ["reward_terms/healthy", "dt", "frame_skip", "max_episode_steps"]),
  ])
  func `what lay in the simulator, terms of the reward and numbers of the task are compared`(
    _ name: String, _ expected: [String]
  ) throws {
    let compared = Set(try deviations(name).map(\.dataset))
    #expect(compared.isSuperset(of: expected), "\(compared.sorted())")
  }

  @Test func `a model's fields are compared`() throws {
    let datasets = try deviations("hopper_v4").map(\.dataset)
    #expect(datasets.filter { $0.hasPrefix("model/") }.count > 100)
  }
}
