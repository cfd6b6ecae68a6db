import Foundation
import ReferenceChecks
import Testing

@Suite struct AlteredDataTests {
  private static let datasets = [
    ("algorithms/advantages.h5", "cases/t8_n4_lambda/vtrace/pg_advantages"),
    ("algorithms/advantages.h5", "cases/t16_n2_wide/vtrace/deltas"),
    ("algorithms/advantages.h5", "cases/t7_n3_td0/td_lambda/targets"),
    ("algorithms/ppo_extras.h5", "dual_clip/c3/gradients/log_probs"),
    ("algorithms/ppo_extras.h5", "huber_value/delta1_clipped/gradients/values"),
    ("algorithms/ppo_extras.h5", "kl_penalty/box2_paper/gradients/kl_mean/logstd"),
    ("algorithms/ppo_extras.h5", "kl_penalty/discrete3_paper/outputs/betas"),
    ("algorithms/ppo_extras.h5", "minibatch_normalization/b50_mb16/outputs/advantages_used"),
    ("policy/mlp.h5", "cases/obs3_h16_box1/losses/ppo_clipped_value/gradients/actor_layer0_weight"),
    ("policy/mlp.h5", "cases/obs3_h16_box1/outputs/values"),
    ("policy/mlp.h5", "cases/obs3_h16_box1/weights/critic_head_weight"),
    ("policy/gru.h5", "cases/obs3_h16_discrete2/losses/a2c/gradients/gru_weight_hh"),
    ("policy/gru.h5", "cases/obs3_h16_discrete2/outputs/final_hidden"),
    ("policy/flex_base.h5", "cases/obs3_h16_box1_layers3_shared1/inputs/observations"),
    ("policy/bptt.h5", "cases/obs3_h16_box1/losses/a2c_k4/gradients/gru_bias_ih"),
    ("policy/bptt.h5", "cases/obs17_h16_discrete5/stored/hidden_states"),
    ("optim/optimizers.h5", "cases/adam_big_lr/parameters/weight"),
    ("optim/optimizers.h5", "cases/rmsprop_tf_a2c/state/square_avg/bias"),
    ("returns/returns.h5", "cases/t12_n4/returns_gae_proper"),
    ("returns/running_mean_std.h5", "cases/wide17/variance"),
    ("returns/vec_normalize.h5", "cases/default/obs_mean"),
    ("environments/pendulum_v1.h5", "episodes/time_limit_0/state_after"),
    ("popgym/concentration.h5", "episodes/easy_0/rewards"),
    ("popgym/noisy_position_only_pendulum.h5", "episodes/easy_1/noise"),
    ("popgym/position_only_cartpole.h5", "episodes/easy_0/states"),
  ]

  @Test(arguments: datasets)
  func `a single altered value makes the comparison fail`(path: String, dataset: String) throws {
    let copy = try AlteredCopy(path)
    #expect(try copy.compare().isGood)
    try copy.changeValue(of: dataset)
    let result = try copy.compare()
    #expect(!result.isGood)
    #expect("\(result)".contains("FAIL"))
  }

  @Test(arguments: [
    ("policy/mlp.h5", "entropy_coef"), ("policy/gru.h5", "final_hidden"),
    ("optim/optimizers.h5", "square_avg"), ("returns/returns.h5", "returns_nstep_plain"),
    ("returns/vec_normalize.h5", "return_mean"), ("environments/cartpole_v1.h5", "reward"),
    ("popgym/repeat_first.h5", "deck"), ("popgym/multiarmed_bandit.h5", "uniform_draws"),
    ("popgym/battleship.h5", "initial_observation"), ("popgym/autoencode.h5", "easy_action_space"),
  ])
  func `data that lacks something fails and says what`(path: String, name: String) throws {
    let copy = try AlteredCopy(path)
    try copy.replace(name, by: String(name.reversed()))
    let result = try copy.compare()
    #expect(!result.isGood)
    #expect("\(result)".contains("FAIL"))
    #expect("\(result)".contains(path))
  }

  @Test(arguments: [
    ("popgym/repeat_first.h5", "Discrete(4)", "Discrete(5)"),
    ("popgym/battleship.h5", "MultiDiscrete([8 8])", "MultiDiscrete([8 9])"),
    ("popgym/position_only_pendulum.h5", "Box(-2.0, 2.0", "Box(-2.0, 2.5"),
    ("popgym/position_only_pendulum.h5", "(1,)", "(3,)"),
    ("popgym/velocity_only_cartpole.h5", "Box(-inf, inf", "Box(-999, inf"),
    ("popgym/position_only_cartpole.h5", "0.41887903", "0.41887908"),
    ("popgym/position_only_pendulum.h5", "(1,)", "inf)"),
  ])
  func `a space that is another is found`(path: String, text: String, other: String) throws {
    let copy = try AlteredCopy(path)
    try copy.replace(text, by: other)
    let result = try copy.compare()
    #expect(!result.isGood)
    #expect("\(result)".contains("_space"))
  }

  @Test func `a tolerance that is not stated is not made up`() throws {
    let copy = try AlteredCopy("optim/optimizers.h5")
    try copy.replace("float32: 1e-6", by: "float99: 1e-6")
    let result = try copy.compare()
    #expect(!result.isGood)
    #expect("\(result)".contains("states none for 'float32'"))
  }

  @Test func `the file's tolerance decides`() throws {
    let copy = try AlteredCopy("returns/returns.h5")
    try copy.replace("float32: 1e-5 + 1e-5|b|", by: "float32: 1e-9 + 1e-9|b|")
    #expect(try !copy.compare().isGood)
  }
}
