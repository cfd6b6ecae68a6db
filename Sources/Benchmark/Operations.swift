import Agents
import Models

/// The floating-point operations of the matrix products of a training, a multiplication and an addition
/// being two. Everything else, such as tanh, is left out.
struct Operations {
  /// For each step of an environment, rollouts and updates together.
  let perStep: Double

  init(_ trainer: Trainer) {
    let (policy, configuration) = (trainer.policy, trainer.configuration)
    let weights = policy.layout.slots.filter { !$0.isVector }.reduce(0) { $0 + $1.count }
    // Nobody asks for the gradient of an observation.
    var first = policy.memories.flatMap { $0.linearMaps.prefix(1).compactMap(\.weight) }
    if first.isEmpty, let base = policy.trunk as? FlexBase {
      first = base.firstLayers.map(\.weight)
    }
    let ofObservations = first.reduce(0) { $0 + $1.count }
    let epochs = configuration.algorithm == .ppo ? configuration.ppo.epochCount : 1
    // In a rollout once; in an epoch forwards, for the weights' gradient and for the inputs'.
    perStep = Double(2 * (weights + epochs * (3 * weights - ofObservations)))
  }
}
