import Agents
import Environments
import Tensors

/// Actions for N environments in several steps.
struct ActionRecord: Sendable {
  let steps: Int
  let environments: Int
  let actions: Matrix  // [steps · N, A]
  /// The states before the first step and after the last; nil where actions suit any state.
  private(set) var states: (first: [EnvironmentSnapshot], last: [EnvironmentSnapshot])?
  private let arena: Arena

  var stepCount: Int { steps * environments }

  /// What a trainer's policy does now, while it keeps learning for `seconds` or longer.
  init(_ trainer: Trainer, seconds: Double) throws {
    let rollout = trainer.rollout
    let first = trainer.collector.saveState().environments
    var values = [[Float]]()
    let began = Rate.now
    repeat {
      _ = try trainer.advance()
      values.append(rollout.actions.values)
    } while Rate.now - began < seconds
    steps = values.count * rollout.steps
    environments = rollout.environments
    states = (first, trainer.collector.saveState().environments)
    (arena, actions) = Self.store(values, columns: rollout.actions.columns)
  }

  /// Random actions, each component evenly distributed over its bounds.
  init(random space: ActionSpace, steps: Int, environments: Int) {
    var random = RandomStream(seed: 1, purpose: .action)
    let isContinuous = if case .box = space { true } else { false }
    var values = [Float]()
    for _ in 0..<steps * environments {
      for (low, high) in zip(space.low, space.high) {
        values.append(
          isContinuous
            ? Float(random.uniform(Double(low), Double(high)))
            : low + Float(random.integer(below: Int(high - low) + 1)))
      }
    }
    self.steps = steps
    self.environments = environments
    states = nil
    (arena, actions) = Self.store([values], columns: space.width)
  }

  /// The same actions, to be taken from some states; `last` is what they lead to.
  func between(
    _ first: [EnvironmentSnapshot], _ last: [EnvironmentSnapshot]
  ) -> ActionRecord {
    var record = self
    record.states = (first, last)
    return record
  }

  private static func store(_ parts: [[Float]], columns: Int) -> (Arena, Matrix) {
    let values = Array(parts.joined())
    let (arena, matrix) = Arena.carve { carver in
      carver.matrix(rows: values.count / columns, columns: columns)
    }
    matrix.copy(from: values)
    return (arena, matrix)
  }
}
