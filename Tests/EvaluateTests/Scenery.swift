import Environments
import Evaluate
import Tensors

/// One environment in a batch of its own, whose pictures are drawn.
final class Scenery {
  let batch: EnvironmentPipeline
  private let actions: Matrix
  private let rows: StepRows
  private let arena: Arena
  private var random = RandomStream(seed: 5, purpose: .action)

  /// Begins an episode.
  init(_ environment: EnvironmentDescription) throws {
    let batch = try environment.makeBatch(indices: 0..<1, seed: 3)
    let size = batch.observationSpace.size
    self.batch = batch
    (arena, (actions, rows)) = Arena.carve { carver in
      (
        carver.matrix(rows: 1, columns: batch.actionSpace.width),
        StepRows(
          observations: carver.matrix(rows: 1, columns: size),
          rewards: carver.matrix(rows: 1, columns: 1),
          terminated: carver.matrix(rows: 1, columns: 1),
          truncated: carver.matrix(rows: 1, columns: 1),
          finalObservations: carver.matrix(rows: 1, columns: size))
      )
    }
    try batch.reset(observations: rows.observations)
  }

  convenience init(_ id: String) throws {
    try self.init(EnvironmentRegistry.standard.find(id).environment)
  }

  /// Takes a step with any action.
  func step() throws {
    let space = batch.actionSpace
    actions.copy(
      from: zip(space.low, space.high).map { low, high in
        if case .box = space { return low + (high - low) * random.uniformFloat() }
        return Float(random.integer(below: Int(high) + 1))
      })
    try batch.step(actions: actions, into: rows)
  }

  var picture: EnvironmentPicture { batch.picture(inRow: 0) }
}

extension PictureRenderer {
  /// The pixels of a picture without a caption.
  func pixels(of picture: EnvironmentPicture) throws -> [UInt8] {
    try render(picture, caption: nil)
    return pixels
  }
}
