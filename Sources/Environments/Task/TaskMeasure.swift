/// A quantity of a task made ready for one model.
struct TaskMeasure: Sendable {
  enum Kind: Sendable {
    case entry(SimulationEntry)
    /// How fast an entry changed during the step: the place among the rates of the plan.
    case rate(Int)
    case distance([Difference])
    case sumOfSquares([SimulationEntry])
    case alive
  }

  /// One coordinate of a point less that of another.
  struct Difference: Sendable {
    let first: Coordinate
    let second: Coordinate
  }

  enum Coordinate: Sendable {
    case entry(SimulationEntry)
    case fixed(Double)
  }

  let kind: Kind
  let shape: TaskQuantity.Shape

  /// What is read of the simulation.
  var entries: [SimulationEntry] {
    switch kind {
    case .entry(let entry): [entry]
    case .sumOfSquares(let entries): entries
    case .distance(let differences):
      differences.flatMap { [$0.first, $0.second] }.compactMap {
        if case .entry(let entry) = $0 { entry } else { nil }
      }
    case .rate, .alive: []
    }
  }
}

extension TaskMeasure {
  /// The value after a step.
  ///
  /// - Parameters:
  ///   - rates: How fast the plan's rates changed during the step.
  ///   - isAlive: Whether all limits hold.
  func value(in simulation: MuJoCoSimulation, rates: [Double], isAlive: Bool) -> Double {
    let value =
      switch kind {
      case .entry(let entry): simulation[entry]
      case .rate(let index): rates[index]
      case .distance(let differences): Self.length(differences, in: simulation)
      case .sumOfSquares(let entries): Self.sumOfSquares(entries, in: simulation)
      case .alive: isAlive ? 1.0 : 0.0
      }
    return switch shape {
    case .identity: value
    case .absolute: abs(value)
    case .square: value * value
    }
  }

  private static func length(_ differences: [Difference], in simulation: MuJoCoSimulation) -> Double
  {
    var sum = 0.0
    for difference in differences {
      let distance =
        difference.first.value(in: simulation) - difference.second.value(in: simulation)
      sum += distance * distance
    }
    return sum.squareRoot()
  }

  private static func sumOfSquares(
    _ entries: [SimulationEntry], in simulation: MuJoCoSimulation
  ) -> Double {
    var sum = 0.0
    for entry in entries {
      let value = simulation[entry]
      sum += value * value
    }
    return sum
  }
}

extension TaskMeasure.Coordinate {
  fileprivate func value(in simulation: MuJoCoSimulation) -> Double {
    switch self {
    case .entry(let entry): simulation[entry]
    case .fixed(let value): value
    }
  }
}
