import Foundation
import Tensors

/// Cases whose file is HDF5.
extension CaseMaker {
  func makeCheckpoint(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let run = chance.pick(inputs.runs)
    let path = try place(run, in: work)
    let file = try checkpoint(of: work.appending(path: path))
    let spoilt = try spoil(file, in: work, &chance)
    var arguments: [String]
    let isResumed = chance.oneIn(2)
    if isResumed {
      arguments = [
        "train", "--resume", path, "--num-env-steps", "\(run.nextSteps)", "--time-limit", "1s",
        "--quiet",
      ]
    } else {
      let place = chance.oneIn(2) ? path : "\(path)/checkpoints/\(file.lastPathComponent)"
      arguments = ["evaluate", place, "--episodes", "1", "--max-steps", "5", "--json"]
      if chance.oneIn(8) { arguments += ["--dump", "dump.h5", "--record", "activations"] }
    }
    arguments += ["--threads", "1"]
    var made = makeCase(
      .checkpoint, arguments, file, spoilt, acceptedBy: isResumed ? "train" : "evaluate")
    // How long an update takes is a setting, and stands in the file.
    made.isLong = isResumed
    return made
  }

  func makeBest(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let run = chance.pick(
      inputs.runs.filter {
        FileManager.default.fileExists(
          atPath: $0.folder.appending(path: "best.h5").path(percentEncoded: false))
      })
    let path = try place(run, in: work)
    let file = work.appending(path: "\(path)/best.h5")
    let spoilt = try spoil(file, in: work, &chance)
    let place = chance.oneIn(3) ? ["\(path)/best.h5"] : [path, "--best"]
    let arguments =
      ["evaluate"] + place + ["--episodes", "1", "--max-steps", "5", "--json", "--threads", "1"]
    return makeCase(.best, arguments, file, spoilt, acceptedBy: "evaluate")
  }

  func makeTrajectories(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let dump = chance.pick(inputs.dumps)
    let file = work.appending(path: "dump.h5")
    try copy(dump.file, to: file)
    let spoilt = try spoil(file, in: work, &chance)
    // gnuplot takes longer than all else.
    if chance.oneIn(5) {
      return makeCase(
        .trajectories, ["plot", "hidden", "dump.h5", "-o", "picture.png"], file, spoilt,
        acceptedBy: "plot hidden")
    }
    if dump.hasPlaces, chance.oneIn(4) {
      return makeCase(
        .trajectories, ["plot", "units", "dump.h5", "-o", "picture.png", "--shuffles", "3"], file,
        spoilt, acceptedBy: "plot units")
    }
    let path = try place(dump.run, in: work)
    return makeCase(
      .trajectories,
      [
        "analyze", "fixed-points", path, "--trajectories", "dump.h5", "--starts", "4", "--json",
        "--threads", "1",
      ], file, spoilt, acceptedBy: "analyze fixed-points")
  }

  func makeFixedPoints(in work: URL, _ chance: inout RandomStream) throws -> FuzzCase {
    let file = work.appending(path: "fixed_points.h5")
    try copy(chance.pick(inputs.fixedPoints), to: file)
    let spoilt = try spoil(file, in: work, &chance)
    let path = try place(inputs.runs[0], in: work)
    let arguments = chance.pick([
      ["plot", "hidden", "fixed_points.h5", "-o", "picture.png"],
      ["evaluate", "fixed_points.h5", "--episodes", "1"],
      ["analyze", "fixed-points", path, "--trajectories", "fixed_points.h5"],
      ["train", "--resume", "fixed_points.h5"],
    ])
    return FuzzCase(
      kind: .fixedPoints, arguments: arguments, description: spoilt.description, mustFail: true)
  }

  private struct Spoilt {
    let description: String
    let hadDigest: Bool
    let isUnacceptable: Bool
    /// Whether the file is called one that was changed on purpose.
    let isVouchedFor: Bool
  }

  private func spoil(
    _ file: URL, in work: URL, _ chance: inout RandomStream
  ) throws -> Spoilt {
    try copy(file, to: work.appending(path: "other.h5"))
    let hadDigest = try hasDigest(file)
    if chance.oneIn(2) {
      return Spoilt(
        description: try damage(file, &chance, ByteDamage.apply), hadDigest: hadDigest,
        isUnacceptable: false, isVouchedFor: false)
    }
    // A digest that does not fit keeps everything else from being looked at.
    let isVouchedFor = hadDigest && !chance.oneIn(4)
    let done = try HDF5Damage.apply(to: file, &chance)
    return Spoilt(
      description: done.description, hadDigest: hadDigest, isUnacceptable: done.isUnacceptable,
      isVouchedFor: isVouchedFor)
  }

  private func makeCase(
    _ kind: Kind, _ arguments: [String], _ file: URL, _ spoilt: Spoilt, acceptedBy command: String
  ) -> FuzzCase {
    let words = command.split(separator: " ").map(String.init)
    let canVouch = inputs.commands.flags(of: words).contains { $0.name == "--accept-changed" }
    let isVouchedFor = spoilt.isVouchedFor && canVouch
    return FuzzCase(
      kind: kind, arguments: arguments + (isVouchedFor ? ["--accept-changed"] : []),
      description: "\(file.lastPathComponent): \(spoilt.description)",
      mustFail: spoilt.isUnacceptable || spoilt.hadDigest && !isVouchedFor)
  }
}
