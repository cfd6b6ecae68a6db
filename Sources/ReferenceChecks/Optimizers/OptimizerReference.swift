import Agents
import Environments
import HDF5
import Tensors

/// Compares steps of optimizers with the file `optim/optimizers.h5`.
enum OptimizerReference {
  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    let tolerance = try ReferenceStatement(of: file).tolerance(behind: "float32")
    return try ReferenceFindings(casesOf: file) { data in
      guard let configuration = try configuration(of: data) else { return false }
      try compareSteps(configuration, with: data, tolerance: tolerance)
      return true
    }
  }

  /// The settings of a case, or nil where we have no such optimizer.
  private static func configuration(of data: ReferenceCase) throws -> OptimizerConfiguration? {
    var configuration = OptimizerConfiguration()
    configuration.weightDecay = try data.number("weight_decay", default: 0)
    switch try data.text("optimizer") {
    case "Adam":
      configuration.rule = .adam
      if try data.file.containsAttribute("betas", of: data.path) {
        let betas: [Double] = try data.file.readAttribute("betas", of: data.path)
        guard betas.count == 2 else { throw data.bad("it has \(betas.count) betas instead of 2") }
        (configuration.beta1, configuration.beta2) = (betas[0], betas[1])
      }
    case let name where ["RMSprop", "RMSpropTFLike"].contains(name):
      configuration.rule = .rmsprop
      configuration.alpha = try data.number("alpha")
      configuration.momentum = try data.number("momentum", default: 0)
      configuration.isTensorFlowLike = name == "RMSpropTFLike"
    case "SGD":
      // What K-FAC descends with, which has its weight decay elsewhere.
      guard configuration.weightDecay == 0 else { return nil }
      configuration.rule = .kfac
      configuration.kfac = KFACConfiguration()
      configuration.kfac?.momentum = try data.number("momentum")
      return configuration
    default:
      return nil
    }
    configuration.epsilon = try data.number("eps")
    return configuration
  }

  /// The reference's name of a moment that an optimizer keeps.
  private static func name(ofState name: String) -> String {
    switch name {
    case "first_moment": "exp_avg"
    case "second_moment": "exp_avg_sq"
    case "squares": "square_avg"
    case "momentum": "momentum_buffer"
    default: name
    }
  }

  private static func compareSteps(
    _ configuration: OptimizerConfiguration, with data: ReferenceCase,
    tolerance: ReferenceTolerance
  ) throws {
    let rates = try readLearningRates(of: data, tolerance: tolerance)
    let tensors = try RecordedTensors(of: data, steps: rates.count)
    let (arena, (parameters, gradients)) = Arena.carve { carver in
      (
        carver.matrix(rows: 1, columns: tensors.count),
        carver.matrix(rows: 1, columns: tensors.count)
      )
    }
    defer { withExtendedLifetime(arena) {} }
    parameters.copy(from: tensors.initial.map(Float.init))
    let optimizer = configuration.makeOptimizer(count: tensors.count)
    for (step, rate) in rates.enumerated() {
      gradients.copy(from: try tensors.values("gradients", step: step).map(Float.init))
      optimizer.stepCount += 1
      // Range by range, as learning does.
      for range in tensors.ranges {
        optimizer.update(
          parameters, gradients: gradients, range: range, learningRate: rate, scale: 1)
      }
      try data.compareParts {
        data.compare(
          parameters.values.map(Double.init), with: try tensors.values("parameters", step: step),
          tolerance: tolerance, as: "parameters")
      }
      for (name, values) in optimizer.state {
        let name = "state/\(Self.name(ofState: name))"
        try data.compareParts {
          data.compare(
            values.values.map(Double.init), with: try tensors.values(name, step: step),
            tolerance: tolerance, as: name)
        }
      }
    }
  }

  /// The rate of each step, compared with what our decay makes of the first.
  private static func readLearningRates(
    of data: ReferenceCase, tolerance: ReferenceTolerance
  ) throws -> [Double] {
    let count = try data.file.shape(of: "\(data.path)/learning_rates").first ?? 0
    guard count > 0 else { throw data.bad("it has no steps") }
    let rates = try data.read("learning_rates", shape: [count])
    var configuration = TrainingConfiguration(
      environment: EnvironmentConfiguration(id: "the reference"))
    configuration.totalSteps = count * configuration.rolloutSize
    configuration.learning.learningRate = try data.number("lr")
    configuration.learning.usesLinearDecay = rates.last != rates.first
    data.compare(
      (0..<count).map { update in
        configuration.learning.learningRate(
          remaining: configuration.remainingPart(beforeUpdate: update))
      }, with: rates, tolerance: tolerance, as: "learning_rates")
    return rates
  }
}
