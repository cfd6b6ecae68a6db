import Foundation

/// Trainings that take a few milliseconds an update.
enum TinyRun {
  static let folder = "runs/tiny/tiny_s1"

  /// 128 steps an update.
  static func arguments(updates: Int, _ more: String...) -> [String] {
    [
      "train", "--env", "CartPole-v1", "--name", "tiny", "--num-envs", "4", "--num-steps", "32",
      "--num-mini-batch", "4", "--ppo-epoch", "1", "--threads", "1",
      "--num-env-steps", "\(128 * updates)",
    ] + more
  }

  static func checkpoint(afterUpdate update: Int) -> String {
    "\(folder)/checkpoints/update_\(String(format: "%06d", update)).h5"
  }
}
