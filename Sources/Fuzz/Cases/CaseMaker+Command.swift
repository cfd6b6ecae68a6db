import Foundation
import Tensors

/// Cases that spoil the command line.
extension CaseMaker {
  func makeCommand(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let (words, rest) = chance.pick(Self.commands)
    _ = try place(inputs.runs[0], in: work)
    try copy(inputs.dumps[0].file, to: work.appending(path: "dump.h5"))
    for (name, file) in [("task.yaml", "yaml"), ("model.xml", "xml")] {
      try copy(
        inputs.tasks[0].appendingPathExtension(file), to: work.appending(path: name))
    }

    var arguments = rest
    let flags = inputs.commands.flags(of: words).filter { flag in
      !Self.left.contains(flag.name ?? "")
    }
    let times = chance.oneIn(3) ? 1 : 1 + chance.integer(below: 4)
    for _ in 0..<times { spoil(&arguments, flags, &chance) }
    // A run that may have been asked for very much ends all the same.
    if words == ["train"] { arguments += ["--time-limit", "1s"] }
    if words == ["grid"] { arguments += ["--dry-run"] }
    let all = words + arguments
    return FuzzCase(
      kind: .command, arguments: all,
      description: all.map { Tree.quoted(String($0.prefix(60))) }.joined(separator: " "),
      isLong: ["train", "evaluate", "analyze"].contains(words[0]) || words == ["plot", "units"])
  }

  private func spoil(
    _ arguments: inout [String], _ flags: [CommandCatalog.Flag], _ chance: inout RandomStream
  ) {
    let place = chance.integer(below: arguments.count + 1)
    switch chance.integer(below: 12) {
    case 0 where place < arguments.count:
      arguments.remove(at: place)
    case 1 where place < arguments.count:
      arguments.insert(arguments[place], at: place)
    case 2 where place < arguments.count:
      var data = Data(arguments[place].utf8)
      guard !data.isEmpty else { return }
      _ = ByteDamage.apply(to: &data, &chance)
      // What follows a zero never arrives.
      arguments[place] = String(
        decoding: data.map { $0 == 0 ? 1 : $0 }.prefix(10_000), as: UTF8.self)
    case 3, 4:
      if place < arguments.count, !arguments[place].hasPrefix("-") {
        arguments[place] = Self.word(&chance)
      } else {
        arguments.insert(Self.word(&chance), at: place)
      }
    default:
      guard !flags.isEmpty else { return }
      let flag = chance.pick(flags)
      guard let name = flag.name else {
        arguments.insert(Self.word(&chance), at: place)
        return
      }
      if !flag.takesValue {
        arguments.append(name)
        return
      }
      let value = value(of: flag, &chance)
      switch chance.integer(below: 8) {
      case 0: arguments.append(name)
      case 1 where name.hasPrefix("--"): arguments.append("\(name)=\(value)")
      default: arguments += [name, value]
      }
    }
  }

  private func value(of flag: CommandCatalog.Flag, _ chance: inout RandomStream) -> String {
    if !flag.values.isEmpty, !chance.oneIn(4) { return chance.pick(flag.values) }
    if chance.oneIn(4) { return chance.pick(Self.sensible) }
    return Self.word(&chance)
  }

  /// A value that leads to no other folder: a person may well write there.
  private static func word(_ chance: inout RandomStream) -> String {
    while true {
      let word = Extremes.word(&chance)
      if !word.contains("..") || word.contains("0") { return word }
    }
  }

  /// Flags that would do something outside, or take as long as all other cases together.
  private static let left: Set = ["--submit", "--video", "--video-interval"]

  /// Values that some flag takes.
  private static let sensible = [
    "CartPole-v1", "Pendulum-v1", "MorrisWaterMaze-v0", "TMaze-v0", "corridor_length=3",
    "gravity=1e300", "gravity=nan", "0,1", "no-velocities", "16", "3", "1e-3", "mean", "zero",
    "runs", "runs/gru/gru_s1", "dump.h5", "model.xml", "task.yaml", "x.png", "x.pdf", "x.h5",
    "position", "activations", "state", "algo=ppo", "status!=finished", "steps", "return",
    "water-maze", "cartpole", "2x3", "640x480", "Arial", "1s", "0s", "-1s", "99999999999h",
  ]

  /// Commands that succeed as they are, of each kind the program has.
  private static let commands: [(words: [String], rest: [String])] = [
    (["train"], trainFlags), (["train"], trainFlags), (["train"], trainFlags + ["--recurrent"]),
    (["train"], trainFlags + ["--algo", "acktr"]),
    (["train"], ["--resume", "runs/gru/gru_s1", "--num-env-steps", "1152", "--quiet"]),
    (["train"], ["--env", "model.xml", "--task", "task.yaml", "--quiet", "--num-env-steps", "64"]),
    (["evaluate"], evaluateFlags), (["evaluate"], evaluateFlags + ["--dump", "new.h5"]),
    (["evaluate"], evaluateFlags + ["--json"]), (["evaluate"], evaluateFlags + ["--best"]),
    (["runs"], []), (["runs"], ["runs", "--json"]), (["compare"], ["runs/gru", "runs", "--json"]),
    (["plot", "runs"], ["-o", "curves.png"]),
    (["plot", "hidden"], ["dump.h5", "-o", "hidden.png"]),
    (["plot", "units"], ["dump.h5", "-o", "units.png"]),
    (
      ["analyze", "fixed-points"],
      ["runs/gru/gru_s1", "--trajectories", "dump.h5", "--starts", "4", "--threads", "1"]
    ),
    (["environments"], []), (["environments"], ["CartPole-v1"]), (["presets"], ["--json"]),
    (["grid"], ["--env", "CartPole-v1,Acrobot-v1", "--seed", "0..3", "--num-env-steps", "64"]),
    (["grid"], ["--algo", "ppo,a2c", "--lr", "1e-3,1e-4", "--launcher", "slurm"]),
  ]

  private static let trainFlags = [
    "--env", "CartPole-v1", "--num-envs", "2", "--num-steps", "16", "--num-mini-batch", "2",
    "--ppo-epoch", "1", "--hidden-size", "8", "--num-env-steps", "64", "--threads", "1",
  ]
  private static let evaluateFlags = [
    "runs/gru/gru_s1", "--episodes", "2", "--max-steps", "10", "--threads", "1",
  ]
}
