import Environments
import Foundation
import Tensors

/// A batch with the memory it writes to.
final class Harness {
  let batch: EnvironmentPipeline
  let rows: StepRows
  private let actions: Matrix
  private let arena: Arena

  init(
    _ environment: EnvironmentDescription, indices: Range<Int>, seed: UInt64 = 1,
    options: BatchOptions = BatchOptions()
  ) throws {
    let batch = try environment.makeBatch(indices: indices, seed: seed, options: options)
    let count = batch.count
    let size = batch.observationSpace.size
    self.batch = batch
    (arena, (actions, rows)) = Arena.carve { carver in
      (
        carver.matrix(rows: count, columns: batch.actionSpace.width),
        StepRows(
          observations: carver.matrix(rows: count, columns: size),
          rewards: carver.matrix(rows: 1, columns: count),
          terminated: carver.matrix(rows: 1, columns: count),
          truncated: carver.matrix(rows: 1, columns: count),
          finalObservations: carver.matrix(rows: count, columns: size))
      )
    }
  }

  convenience init(
    _ id: String, indices: Range<Int>, seed: UInt64 = 1, options: BatchOptions = BatchOptions()
  ) throws {
    try self.init(
      EnvironmentRegistry.standard.find(id).environment, indices: indices, seed: seed,
      options: options)
  }

  @discardableResult func reset() throws -> [Float] {
    try batch.reset(observations: rows.observations)
    return rows.observations.values
  }

  func step(_ values: [Float]) throws {
    actions.copy(from: values)
    try batch.step(actions: actions, into: rows)
  }

  /// Actions that depend on `time` and each environment's index alone.
  func actions(time: Int, firstIndex: Int = 0) -> [Float] {
    var values = [Float]()
    for row in 0..<batch.count {
      var random = RandomStream(seed: 99, index: UInt32(firstIndex + row), purpose: .action)
      random.move(to: UInt64(64 * time))
      for (low, high) in zip(batch.actionSpace.low, batch.actionSpace.high) {
        switch batch.actionSpace {
        case .box: values.append(low + (high - low) * random.uniformFloat())
        default: values.append(low + Float(random.integer(below: Int(high - low) + 1)))
        }
      }
    }
    return values
  }

  /// Takes a step with such actions.
  func step(time: Int, firstIndex: Int = 0) throws {
    try step(actions(time: time, firstIndex: firstIndex))
  }

  /// Everything the last step wrote about one row, as bits.
  func bits(row: Int) -> [UInt32] {
    let hasEnded = rows.terminated[row] == 1 || rows.truncated[row] == 1
    let final = hasEnded ? rows.finalObservations.row(row).values : []
    let outcome = [rows.rewards[row], rows.terminated[row], rows.truncated[row]]
    return (rows.observations.row(row).values + outcome + final).map(\.bitPattern)
  }

  var bits: [[UInt32]] { (0..<batch.count).map { bits(row: $0) } }
}

extension BatchOptions {
  /// Only some components are seen.
  init(observing components: [Int]) {
    self.init()
    observation.selection = .components(components)
  }
}

/// The ids of all environments that come with the toolkit.
let standardIDs = EnvironmentRegistry.standard.environments.map(\.id)

/// The root of the package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
