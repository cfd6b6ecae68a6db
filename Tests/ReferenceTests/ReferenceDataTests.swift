import Foundation
import ReferenceChecks
import Testing

/// The small copies in Tests/Reference, which is a folder of the same layout as the whole data.
@Suite struct ReferenceDataTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Reference")

  private static let files = [
    "algorithms/advantages.h5", "algorithms/ppo_extras.h5",
    "environments/acrobot_v1.h5", "environments/ant_v4.h5", "environments/ant_v4_contact_forces.h5",
    "environments/cartpole_v1.h5", "environments/half_cheetah_v4.h5", "environments/hopper_v4.h5",
    "environments/humanoid_standup_v4.h5", "environments/humanoid_v4.h5",
    "environments/inverted_double_pendulum_v4.h5", "environments/inverted_pendulum_v4.h5",
    "environments/mountain_car_continuous_v0.h5", "environments/mountain_car_v0.h5",
    "environments/pendulum_v1.h5", "environments/pusher_v4.h5", "environments/reacher_v4.h5",
    "environments/swimmer_v4.h5", "environments/walker2d_v4.h5", "optim/kfac.h5",
    "optim/optimizers.h5",
    "policy/bptt.h5", "policy/bptt_lstm.h5", "policy/cnn.h5", "policy/flex_base.h5",
    "policy/gru.h5", "policy/lru.h5", "policy/lstm.h5", "policy/mingru.h5", "policy/mlp.h5",
    "policy/rnn.h5", "policy/separate.h5",
    "popgym/autoencode.h5", "popgym/battleship.h5", "popgym/concentration.h5",
    "popgym/count_recall.h5", "popgym/higher_lower.h5", "popgym/labyrinth_escape.h5",
    "popgym/labyrinth_explore.h5", "popgym/mine_sweeper.h5", "popgym/multiarmed_bandit.h5",
    "popgym/noisy_position_only_cartpole.h5", "popgym/noisy_position_only_pendulum.h5",
    "popgym/position_only_cartpole.h5", "popgym/position_only_pendulum.h5",
    "popgym/repeat_first.h5", "popgym/repeat_previous.h5", "popgym/velocity_only_cartpole.h5",
    "returns/returns.h5", "returns/running_mean_std.h5", "returns/vec_normalize.h5",
  ]

  @Test func `every file of the folder is among those that are compared`() throws {
    #expect(try ReferenceFolder(Self.folder).files == Self.files)
  }

  @Test(arguments: files)
  func `what we compute agrees with the reference`(_ path: String) throws {
    let result = try ReferenceFolder(Self.folder).compare(path)
    #expect(result.isGood, "\(result)")
    guard case .compared(let findings) = result.outcome else {
      Issue.record("\(result)")
      return
    }
    #expect(findings.deviations.all.allSatisfy { $0.count > 0 })
    // K-FAC's descent is the only one with momentum, and weight decay is no part of it.
    #expect(
      findings.unknown == (path == "optim/optimizers.h5" ? ["cases/sgd_momentum_decay"] : []))
  }

  @Test(arguments: files.filter { $0.hasPrefix("popgym/") })
  func `spaces, lengths, observations, rewards and ends of POPGym's tasks are compared`(
    _ path: String
  ) throws {
    guard case .compared(let findings) = try ReferenceFolder(Self.folder).compare(path).outcome
    else { return }
    let expected: Set = [
      "observation_space", "action_space", "steps beyond max_episode_length",
      "initial_observation", "observations", "rewards", "reward_sum", "terminated", "truncated",
    ]
    let compared = Set(findings.deviations.all.map(\.dataset))
    #expect(compared.isSuperset(of: expected))
    #expect(compared.contains("states") == (path.contains("cartpole") || path.contains("pendulum")))
    #expect(compared.contains("positions_before") == path.contains("labyrinth"))
  }

  @Test func `every parameter's gradient, every loss and every output is compared`() throws {
    let folder = try ReferenceFolder(Self.folder)
    var compared = Set<String>()
    for path in Self.files where path.hasPrefix("policy/") {
      guard case .compared(let findings) = folder.compare(path).outcome else { continue }
      compared.formUnion(findings.deviations.all.map(\.dataset))
    }
    let parameters =
      ["actor_layer", "critic_layer", "shared_layer"].flatMap { ["\($0)0_weight", "\($0)0_bias"] }
      + ["action_head", "critic_head"].flatMap { ["\($0)_weight", "\($0)_bias"] }
      + ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map { "gru_\($0)" } + ["logstd"]
    let losses = [
      "value_loss", "action_loss", "entropy", "total_loss", "approx_kl_k1", "approx_kl_k3",
      "clip_fraction", "grad_norm_before", "explained_variance_old_values",
    ]
    let others = [
      "losses/grad_norm_after", "losses/clip_coefficient", "losses/explained_variance_new_values",
      "losses/advantages_raw", "losses/advantages_used", "losses/ratio", "losses/values",
      "losses/log_probs", "outputs/values", "outputs/log_probs", "outputs/entropy", "outputs/mean",
      "outputs/logits", "outputs/logits, normalised", "outputs/probabilities",
      "outputs/mode_action", "outputs/actor_features", "outputs/hidden_sequence",
      "outputs/final_hidden", "stored/returns",
    ]
    let expected =
      parameters.flatMap { ["gradients/\($0)", "update/clipped_gradients/\($0)"] }
      + losses.flatMap { ["losses/\($0)", "update/\($0)"] } + others
    #expect(Set(expected).subtracting(compared) == [])
  }
}
