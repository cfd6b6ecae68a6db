/// The names that flags have in pytorch-a2c-ppo-acktr, so that a command line for it works here.
enum OriginalFlags {
  private static let names = [
    "--env-name": "--env",
    "--num-processes": "--num-envs",
    "--recurrent-policy": "--recurrent",
  ]
  /// Flags that say what is always so here.
  private static let needless: Set = ["--no-cuda", "--cuda-deterministic"]

  /// Replaces the original names by ours, also where a value follows behind an equals sign.
  static func translate(_ arguments: [String]) -> [String] {
    arguments.filter { !needless.contains($0) }.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first, let ours = names[String(name)] else { return argument }
      return parts.count == 2 ? "\(ours)=\(parts[1])" : ours
    }
  }
}
