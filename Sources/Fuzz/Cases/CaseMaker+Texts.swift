import Foundation
import Tensors

/// Cases whose file is YAML, JSON or MJCF.
extension CaseMaker {
  private static let tiny = [
    "--num-env-steps", "64", "--time-limit", "1s", "--quiet", "--threads", "1", "--name", "fuzz",
  ]
  private static let tinyRollouts = [
    "--num-envs", "2", "--num-steps", "4", "--num-mini-batch", "1", "--ppo-epoch", "1",
  ]

  func makeConfig(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let isRecorded = chance.oneIn(2)
    let text =
      isRecorded
      ? try String(
        decoding: Data(contentsOf: chance.pick(inputs.runs).folder.appending(path: "config.json")),
        as: UTF8.self)
      : chance.pick(Self.flagFiles)
    let description = try write(
      text, to: work.appending(path: "config.yaml"), asJSON: isRecorded, &chance)
    return FuzzCase(
      kind: .config, arguments: ["train", "--config", "config.yaml"] + Self.tiny,
      description: description, isLong: true)
  }

  func makeTask(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let task = chance.pick(inputs.tasks)
    try copy(task.appendingPathExtension("xml"), to: work.appending(path: "model.xml"))
    let text = String(
      decoding: try Data(contentsOf: task.appendingPathExtension("yaml")), as: UTF8.self)
    let description = try write(text, to: work.appending(path: "task.yaml"), asJSON: false, &chance)
    return FuzzCase(
      kind: .task,
      arguments: ["train", "--env", "model.xml", "--task", "task.yaml"] + Self.tiny
        + Self.tinyRollouts,
      description: description)
  }

  func makeGrid(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let description = try write(
      chance.pick(Self.gridFiles), to: work.appending(path: "grid.yaml"), asJSON: false, &chance)
    let launcher =
      chance.oneIn(3)
      ? ["--launcher", "slurm", "--sbatch", "--time=\(Extremes.text(&chance))"] : ["--dry-run"]
    return FuzzCase(
      kind: .grid, arguments: ["grid", "--file", "grid.yaml", "--jobs", "1"] + launcher,
      description: description)
  }

  func makeModel(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let task = chance.pick(inputs.tasks)
    try copy(task.appendingPathExtension("yaml"), to: work.appending(path: "task.yaml"))
    let model = work.appending(path: "model.xml")
    try copy(task.appendingPathExtension("xml"), to: model)
    let description = try damage(model, &chance, MarkupDamage.apply)
    return FuzzCase(
      kind: .model,
      arguments: ["train", "--env", "model.xml", "--task", "task.yaml"] + Self.tiny
        + Self.tinyRollouts,
      description: description)
  }

  /// Writes a damaged form of a text, or what is no text at all.
  private func write(
    _ text: String, to file: URL, asJSON isJSON: Bool, _ chance: inout RandomStream
  ) throws -> String {
    if chance.oneIn(40) {
      let target = chance.pick(["fifo", "zero", "loop", "folder", "full"])
      try FileManager.default.createSymbolicLink(
        atPath: file.path(percentEncoded: false), withDestinationPath: target)
      return "a link to \(target)"
    }
    if !chance.oneIn(5), var tree = Tree(parsing: text) {
      let description = tree.damage(&chance)
      try Data((isJSON ? tree.json : tree.yaml).utf8).write(to: file)
      return description
    }
    var data = Data(text.utf8)
    let description = TextDamage.apply(to: &data, &chance)
    try data.write(to: file)
    return description
  }

  private static let flagFiles = [
    """
    env: CartPole-v1
    algo: ppo
    num-envs: 2
    num-steps: 16
    num-mini-batch: 2
    ppo-epoch: 1
    lr: 1e-3
    hidden-size: 8
    recurrent: true
    bptt: 4
    entropy-coef: 0.01
    save-interval: 50
    """,
    """
    env: TMaze-v0
    env-arg: {corridor_length: 5}
    algo: a2c
    recurrent: true
    num-envs: 4
    num-steps: 8
    hidden-size: 8
    num-layers: 2
    gamma: 0.9
    observation-noise: 0.1
    frame-stack: 2
    """,
    """
    env: PendulumNoVel-v1
    algo: acktr
    num-envs: 2
    num-steps: 8
    hidden-size: 8
    kl-clip: 1e-2
    kfac-damping: 0.03
    max-grad-norm: 0.5
    seed: 3
    """,
  ]

  private static let gridFiles = [
    """
    env: [CartPole-v1, Acrobot-v1]
    algo: ppo
    lr: [3e-4, 1e-3]
    recurrent: [true, false]
    seed: 0..2
    env-arg:
      gravity: [9.8, 1.6]
    num-env-steps: 1000
    """,
    """
    env: CartPole-v1
    algo: [a2c, ppo]
    seed: 1..3
    num-envs: 4
    num-steps: 8
    num-env-steps: 64
    """,
  ]
}
