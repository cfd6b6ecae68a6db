extension Preset {
  /// All presets. `script/learning` trains each with five seeds, but for those of others.
  static let all: [Preset] =
    [
      ours("cartpole", "--env CartPole-v1 \(short) --num-env-steps 5e5", "500"),
      ours("cartpole-a2c", "--env CartPole-v1 --algo a2c --num-env-steps 5e5", "479"),
      ours(
        "cartpole-acktr",
        """
        --env CartPole-v1 --algo acktr --num-envs 16 --kl-clip 1e-2 --kfac-damping 0.03 \
        --kfac-momentum 0 --value-loss-coef 0.1 --entropy-coef 0.003 --num-env-steps 5e5
        """, "483"),
      ours(
        "acrobot-acktr",
        """
        --env Acrobot-v1 --algo acktr --num-envs 16 --num-steps 10 --kl-clip 1e-2 \
        --kfac-momentum 0.5 --value-loss-coef 0.05 --use-gae --num-env-steps 5e5
        """, "-87"),
      ours(
        "cartpole-hidden-acktr",
        """
        --env CartPoleNoVel-v1 --algo acktr --recurrent --kfac-recurrence decaying \
        --num-env-steps 1e6
        """, "487"),
      ours(
        "cartpole-hidden", "--env CartPoleNoVel-v1 --recurrent \(short) --num-env-steps 1e6", "435"),
      ours("pendulum", "--env Pendulum-v1 --gamma 0.9 --lr 1e-3 --num-env-steps 5e5", "-189"),
      ours(
        "inverted-pendulum-hidden",
        "--env InvertedPendulumNoVel-v4 --recurrent --num-env-steps 4e5", "942"),
      ours("half-cheetah", "--env HalfCheetah-v4 --num-env-steps 1e6", "2399"),
      ours("hopper", "--env Hopper-v4 --num-env-steps 1e6", "2398"),
      ours("half-cheetah-acktr", "--env HalfCheetah-v4 \(walking)", "1406"),
      ours("hopper-acktr", "--env Hopper-v4 \(walking)", "1531"),
      ours("t-maze", "--env TMaze-v0 --recurrent \(memory) --num-env-steps 4e5", "4.00"),
      ours(
        "t-maze-50",
        "--env TMaze-v0 --env-arg corridor_length=50 --recurrent \(exploring) --num-env-steps 1e6",
        "4.00"),
      ours("flip-flop", "--env FlipFlop-v0 --recurrent \(memory) --num-env-steps 6e5", "99.7"),
      ours(
        "repeat-previous", "--env RepeatPreviousEasy-v0 --recurrent \(memory) --num-env-steps 1e6",
        "1.00"),
      ours(
        "noisy-cartpole",
        "--env NoisyPositionOnlyCartPoleEasy-v0 --recurrent \(memory) --num-env-steps 1e6", "0.72"),
      ours(
        "count-recall",
        "--env CountRecallEasy-v0 --recurrent \(exploring) --hidden-size 128 --num-env-steps 2e6",
        "-0.09"),
      ours(
        "autoencode", "--env AutoencodeEasy-v0 --recurrent \(memory) --num-env-steps 1e6",
        "-0.45, which is not learnt"),
      ours(
        "water-maze", "--env MorrisWaterMaze-v0 --recurrent \(exploring) --num-env-steps 2e6",
        "1.00"),
      Preset(
        name: "baselines-humanoid",
        settings: """
          --env Humanoid-v4 --num-envs 1 --num-steps 2048 --num-mini-batch 32 --ppo-epoch 10 --lr 3e-4 \
          --use-linear-lr-decay --clip-param 0.2 --entropy-coef 0 --gamma 0.99 --gae-lambda 0.95 \
          --reward-scale 0.1 --no-normalize-rewards --normalize-observations --hidden-size 64 \
          --num-layers 2 --num-env-steps 2e6
          """,
        result: "the classic run, there of 2e7 steps and 16 processes",
        source: "OpenAI baselines, ppo1/run_humanoid.py"),
    ]

  private static let short = "--num-steps 128 --ppo-epoch 4 --num-mini-batch 4 --lr 1e-3"
  private static let memory = "--num-envs 16 \(short)"
  private static let exploring = "\(memory) --entropy-coef 0.01"
  private static let walking = """
    --algo acktr --num-envs 16 --num-steps 64 --kl-clip 1e-2 --kfac-momentum 0.5 \
    --value-loss-coef 0.1 --use-gae --entropy-coef 0 --num-env-steps 1e6
    """

  /// - Parameter meanReturn: of the last 100 training episodes, over five seeds.
  private static func ours(_ name: String, _ settings: String, _ meanReturn: String) -> Preset {
    Preset(
      name: name, settings: settings, result: "mean return \(meanReturn)",
      source: "script/learning, five seeds")
  }
}
