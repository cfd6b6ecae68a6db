import Agents
import Environments

/// The settings of one recorded loss.
struct LossVariant {
  let group: String
  let configuration: TrainingConfiguration
  /// What advantages are multiplied by before they are normalised.
  let advantageScale: Double
  /// What is added to the advantages' deviation when they are normalised; nil where they are not.
  let advantageEpsilon: Double?

  init(_ name: String, of policy: PolicyCase) throws {
    let data = policy.data
    group = "losses/\(name)"
    let algorithm = try data.text("algorithm", of: group)
    var configuration = TrainingConfiguration(
      environment: EnvironmentConfiguration(id: "the reference"))
    configuration.environmentCount = policy.environments
    configuration.stepCount = policy.steps
    configuration.totalSteps = configuration.rolloutSize
    configuration.policy = policy.policy.configuration
    configuration.returns.gamma = try data.number("gamma", of: "stored")
    configuration.returns.gaeLambda = try data.number("gae_lambda", of: "stored")
    configuration.returns.timeLimits = .terminate
    configuration.learning.valueLossCoefficient = try data.number("value_loss_coef", of: group)
    configuration.learning.entropyCoefficient = try data.number("entropy_coef", of: group)
    configuration.learning.maximumGradientNorm = try data.number("max_grad_norm", of: group)
    // Parameters stay as they are, and Adam's mean of gradients is the clipped gradient.
    configuration.learning.learningRate = 0
    configuration.learning.optimizer.beta1 = 0
    configuration.ppo.epochCount = 1
    configuration.ppo.minibatchCount = 1
    // Gradients of parts are to be added up, too.
    configuration.sharding.updateShards = 2
    let whole = Double(policy.steps)
    let chunk = try data.number("chunk_length", of: group, default: whole)
    guard chunk >= 1, chunk <= whole else {
      throw data.bad("a chunk of \(chunk) steps does not fit into the rollout of \(whole)")
    }
    if policy.policy.configuration.isRecurrent {
      configuration.backpropagationSteps = Int(chunk)
    }
    switch algorithm {
    case "a2c":
      configuration.algorithm = .a2c
      advantageScale = 1
      advantageEpsilon = nil
    case "ppo":
      configuration.algorithm = .ppo
      configuration.ppo.clip = try data.number("clip_param", of: group)
      configuration.ppo.clipsValueLoss = try data.number("clipped_value_loss", of: group) != 0
      advantageScale = try data.number("advantage_scale", of: group, default: 1)
      let epsilon = try data.number("advantage_eps", of: group)
      advantageEpsilon = epsilon < 0 ? nil : epsilon
      configuration.ppo.advantageNormalization = epsilon >= 0 ? .rollout : .off
    default:
      throw data.bad("the algorithm '\(algorithm)' of \(group) is unknown")
    }
    self.configuration = configuration
  }

  /// Whether an update of the algorithm computes this very loss, without anything done before it.
  var isUpdate: Bool {
    advantageScale == 1 && (advantageEpsilon == nil || advantageEpsilon == 1e-5)
  }
}
