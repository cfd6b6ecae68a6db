import Agents
import Environments
import HDF5
import Lanes
import Models
import Storage
import Tensors

/// Compares updates of ACKTR with the file `optim/kfac.h5`, through the learner that every minibatch
/// goes through: losses, gradients, factors, eigenvalues, directions, trust region and parameters.
struct KFACReference {
  private let data: ReferenceCase
  private let tolerance: ReferenceTolerance
  private let steps, environments, updates: Int
  private let policy: Policy
  private let rollout: RolloutStorage
  private let learner: GradientLearner
  private let kfac: KFAC

  static func compare(_ file: HDF5File) throws -> ReferenceFindings {
    // Several threads may compare at a time, and OpenBLAS with threads of its own cannot be called by them.
    LinearAlgebraRuntime.useOneThread()
    let tolerance = try ReferenceStatement(of: file).tolerance(behind: "float32")
    return try ReferenceFindings(casesOf: file) { data in
      try KFACReference(data, tolerance: tolerance).compareUpdates()
      return true
    }
  }

  private init(_ data: ReferenceCase, tolerance: ReferenceTolerance) throws {
    self.data = data
    self.tolerance = tolerance
    steps = try data.size("steps")
    environments = try data.size("environments")
    updates = try data.size("updates")
    let configuration = try KFACReference.configuration(of: data)
    let actionSize = try data.size("action_size")
    let isContinuous = try data.text("action_kind") == "box"
    policy = try Policy(
      configuration.policy, observationSize: data.size("obs_size"),
      head: isContinuous ? .diagonalGaussian(actionSize) : .categorical([actionSize]))
    rollout = RolloutStorage(
      steps: steps, environments: environments, observation: policy.observation,
      hiddenStateSize: 0, actionSize: policy.actionSize)
    learner = GradientLearner(
      LearningContext(
        policy: policy, rollout: rollout, configuration: configuration,
        pool: LanePool(laneCount: 1)),
      objective: AdvantageObjective(configuration),
      valueNoise: try RecordedNoise(
        data, updates: updates, steps: steps, environments: environments)
    )
    guard let kfac = learner.kfac else { throw data.bad("its settings are not those of K-FAC") }
    self.kfac = kfac
    for slot in policy.layout.slots {
      let parameter = try ReferenceParameter(slot, in: data)
      parameter.fill(
        policy.parameters, with: try data.read("initial/\(parameter.name)", shape: parameter.shape))
    }
  }

  private static func configuration(of data: ReferenceCase) throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      algorithm: .acktr, environment: EnvironmentConfiguration(id: "the reference"),
      isRecurrent: false)
    configuration.stepCount = try data.size("steps")
    configuration.environmentCount = try data.size("environments")
    configuration.policy.hiddenSize = try data.size("hidden_size")
    configuration.learning.learningRate = try data.number("lr")
    configuration.learning.valueLossCoefficient = try data.number("value_loss_coef")
    configuration.learning.entropyCoefficient = try data.number("entropy_coef")
    configuration.learning.optimizer.weightDecay = try data.number("weight_decay")
    var kfac = KFACConfiguration()
    kfac.damping = try data.number("damping")
    kfac.klClip = try data.number("kl_clip")
    kfac.momentum = try data.number("momentum")
    kfac.decay = try data.number("stat_decay")
    kfac.statisticsInterval = try data.size("Ts")
    kfac.eigenInterval = try data.size("Tf")
    configuration.learning.optimizer.kfac = kfac
    // Statistics of parts are to be added up, too.
    configuration.sharding.updateShards = 2
    return configuration
  }

  private func compareUpdates() throws {
    let rows = updates * steps * environments
    let observations = try data.read(
      "observations", shape: [updates, steps, environments, policy.observationSize])
    let actions = try data.read("actions")
    let returns = try data.read("returns", shape: [updates, steps, environments])
    guard actions.count == rows * rollout.actions.columns else {
      throw data.bad("there are \(actions.count) numbers for the actions of \(rows) steps")
    }
    for update in 0..<updates {
      func part(_ values: [Double]) -> [Float] {
        let count = values.count / updates
        return values[update * count..<(update + 1) * count].map(Float.init)
      }
      rollout.observations.numbers.rows(0..<rollout.sampleCount).copy(from: part(observations))
      rollout.actions.copy(from: part(actions))
      rollout.returns.copy(from: part(returns))
      let losses = learner.differentiate(minibatch: 0)
      let report = try learner.step(learningRateScale: 1)
      try compare(losses, report, update: update)
      try compareParameters(update: update)
      for layer in kfac.layout.layers { try compareFactors(of: layer, update: update) }
    }
  }

  private func compare(_ losses: LossSums, _ report: StepReport, update: Int) throws {
    func compare(_ value: Double, _ name: String) throws {
      data.compare(
        [value], with: [try data.read(name, shape: [updates])[update]], tolerance: tolerance,
        as: name)
    }
    try compare(losses.mean(.valueLoss), "value_loss")
    try compare(losses.mean(.policyLoss), "action_loss")
    try compare(losses.mean(.entropy), "entropy")
    try compare(kfac.isSampled(step: update) ? 1 : 0, "statistics_updated")
    guard let curvature = report.curvature else { return }
    try compare(curvature.scale, "nu")
    try compare(2 * curvature.predictedKL / (curvature.scale * curvature.scale), "vg_sum")
  }

  private func compareParameters(update: Int) throws {
    for slot in policy.layout.slots {
      let parameter = try ReferenceParameter(slot, in: data)
      let buffers = [
        ("loss_gradient", learner.gradient), ("preconditioned", kfac.direction),
        ("parameters", policy.parameters),
      ]
      for (group, buffer) in buffers {
        try compare(
          parameter.values(in: buffer), group, parameter.name, shape: parameter.shape,
          update: update)
      }
    }
  }

  private func compareFactors(of layer: KroneckerLayer, update: Int) throws {
    func compare(_ factor: KroneckerFactor?, _ side: String, _ name: String) throws {
      // The input of a bias is 1.
      let matrix = factor.map { $0.matrix.view(in: kfac.factors).values } ?? [1]
      let values = factor.map { $0.eigenvalues.view(in: kfac.eigenvalues).values } ?? [1]
      try self.compare(
        matrix.map(Double.init), "m_\(side)\(side)", name, shape: [values.count, values.count],
        update: update)
      try self.compare(
        values.map(Double.init), "eigenvalues_\(side)", name, shape: [values.count],
        update: update)
    }
    if let weight = layer.weight {
      let name = try ReferenceParameter(weight, in: data).name
      try compare(layer.inputs, "a", name)
      try compare(layer.outputs, "g", name)
    }
    guard let bias = layer.bias else { throw data.bad("\(layer.name) has no bias") }
    let name = try ReferenceParameter(bias, in: data).name
    try compare(nil, "a", name)
    try compare(layer.outputs, "g", name)
  }

  /// Compares with one update's part of a module's dataset.
  private func compare(
    _ values: [Double], _ group: String, _ module: String, shape: [Int], update: Int
  ) throws {
    try data.compareParts {
      let recorded = try data.read("\(group)/\(module)", shape: [updates] + shape)
      let range = update * values.count..<(update + 1) * values.count
      data.compare(values, with: Array(recorded[range]), tolerance: tolerance, as: group)
    }
  }
}
