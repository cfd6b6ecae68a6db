import Foundation
import Tensors

/// Makes the inputs of a case from its kind, the seed and its number.
struct CaseMaker: Sendable {
  let inputs: ValidInputs

  /// Puts the inputs into `work`, an empty folder.
  func makeCase(
    _ kind: Kind, in work: URL, _ chance: inout RandomStream
  ) throws -> FuzzCase {
    try placeTraps(in: work)
    return switch kind {
    case .checkpoint: try makeCheckpoint(in: work, &chance)
    case .best: try makeBest(in: work, &chance)
    case .trajectories: try makeTrajectories(in: work, &chance)
    case .fixedPoints: try makeFixedPoints(in: work, &chance)
    case .run: try makeRun(in: work, &chance)
    case .config: try makeConfig(in: work, &chance)
    case .task: try makeTask(in: work, &chance)
    case .grid: try makeGrid(in: work, &chance)
    case .model: try makeModel(in: work, &chance)
    case .command: try makeCommand(in: work, &chance)
    }
  }

  /// What names in hostile files lead to: a pipe that nobody writes to, a file without an end, a disk
  /// without room, a link to itself.
  private func placeTraps(in work: URL) throws {
    let files = FileManager.default
    for name in ["fifo", "fifo.stl"] {
      unsafe mkfifo(work.appending(path: name).path(percentEncoded: false), 0o666)
    }
    let links = [
      ("zero", "/dev/zero"), ("zero.msh", "/dev/zero"), ("zero.png", "/dev/zero"),
      ("zero.skn", "/dev/zero"), ("full", "/dev/full"), ("loop", "loop"),
    ]
    for (name, target) in links {
      try files.createSymbolicLink(
        atPath: work.appending(path: name).path(percentEncoded: false),
        withDestinationPath: target)
    }
    try files.createDirectory(
      at: work.appending(path: "folder"), withIntermediateDirectories: false)
  }

  /// Copies a run, and returns its folder as the program is told it.
  func place(_ run: ValidInputs.Run, in work: URL, as name: String? = nil) throws -> String {
    let name = name ?? run.name
    let path = "runs/\(name)/\(name)_s1"
    let files = FileManager.default
    try files.createDirectory(
      at: work.appending(path: "runs/\(name)"), withIntermediateDirectories: true)
    try files.copyItem(at: run.folder, to: work.appending(path: path))
    return path
  }

  func copy(_ file: URL, to target: URL) throws {
    try FileManager.default.copyItem(at: file, to: target)
  }

  /// The newest checkpoint of a run.
  func checkpoint(of run: URL) throws -> URL {
    let folder = run.appending(path: "checkpoints")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    guard let newest = names.filter({ $0.hasSuffix(".h5") }).max() else {
      throw FuzzError.usage("\(run.path(percentEncoded: false)) has no checkpoint.")
    }
    return folder.appending(path: newest)
  }

  /// Whether the program has written down a digest of the file: then libhdf5's own first bytes do not
  /// stand at its beginning.
  func hasDigest(_ file: URL) throws -> Bool {
    try !Data(contentsOf: file, options: .mappedIfSafe).prefix(8)
      .elementsEqual([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])
  }

  func damage(
    _ file: URL, _ chance: inout RandomStream,
    _ body: (inout Data, inout RandomStream) -> String
  ) throws -> String {
    var data = try Data(contentsOf: file)
    let description = body(&data, &chance)
    try data.write(to: file)
    return description
  }
}
