import Models
import Spaces
import Storage
import Tensors

extension TrainedPolicy {
  /// What a policy makes of an observation.
  public struct Decision: Sendable, Equatable {
    /// The action, [A]: the most probable one, or one drawn from the distribution.
    public let action: [Float]
    /// What is to be handed to the next step of the episode, [S].
    public let state: [Float]
    /// The critic's prediction of the return from here.
    public let value: Float
    /// Log-probabilities, means or logits, [P]; see `docs/trajectories.md`.
    public let distribution: [Float]
    public let logProbability: Float
  }

  /// Takes one step of an episode.
  ///
  ///     var state: [Float]?
  ///     while isGoing {
  ///       let decision = try policy.act(observation: observation, state: state)
  ///       state = decision.state
  ///       ...
  ///     }
  ///
  /// It makes its memory anew each time, which is as nothing beside an environment of one's own but not
  /// beside the fast ones of the toolkit: thousands of their episodes are an evaluation's work.
  ///
  /// - Parameters:
  ///   - observation: as the environment gives it, [O]; it is scaled here.
  ///   - state: what the step before gave, [S]; nil at the beginning of an episode.
  ///   - random: what an action is drawn with; nil takes the most probable one.
  /// - Throws: ``ActingError`` where a size is not the policy's.
  public func act(
    observation: [Float], state: [Float]? = nil, random: RandomStream? = nil
  ) throws(ActingError) -> Decision {
    guard observation.count == policy.observationSize else {
      throw ActingError(
        "The observation has \(observation.count) numbers; the policy sees \(policy.observationSize)."
      )
    }
    guard state?.count ?? policy.hiddenStateSize == policy.hiddenStateSize else {
      throw ActingError(
        "The state has \(state?.count ?? 0) numbers; the policy's has \(policy.hiddenStateSize).")
    }
    let workspace = PolicyWorkspace(policy: policy, rows: 1, sequences: 1)
    let (arena, rows) = Arena.carve { carver in
      (
        raw: carver.matrix(rows: 1, columns: observation.count),
        observation: carver.observations(policy.observation, rows: 1),
        state: carver.matrix(rows: 1, columns: policy.hiddenStateSize),
        action: carver.matrix(rows: 1, columns: policy.actionSize),
        numbers: carver.matrix(rows: 3, columns: 1)
      )
    }
    return withExtendedLifetime(arena) {
      rows.raw.copy(from: observation)
      observe(rows.raw, as: rows.observation)
      if let state { rows.state.copy(from: state) }
      let (mask, logProbability) = (rows.numbers.row(0), rows.numbers.row(1))
      mask[0] = state == nil ? 0 : 1
      let features = policy.features(
        rows.observation, plan: SequencePlan(rowCount: 1), hiddenStates: rows.state, masks: mask,
        in: workspace)
      let value = policy.values(features, in: workspace)[0]
      let distribution = policy.actionParameters(features, in: workspace)
      if let random {
        var streams = [random]
        policy.sample(
          distribution, actions: rows.action, logProbabilities: logProbability, streams: &streams)
      } else {
        policy.mode(distribution, actions: rows.action)
        policy.evaluate(
          distribution, actions: rows.action, logProbabilities: logProbability,
          entropies: rows.numbers.row(2))
      }
      return Decision(
        action: rows.action.values, state: workspace.states?.values ?? [], value: value,
        distribution: distribution.values, logProbability: logProbability[0])
    }
  }
}

extension TrainedPolicy {
  /// Writes what the policy sees of what an environment gives, [R, O], to R rows.
  package func observe(_ raw: Matrix, as observations: Observations) {
    observations.take(raw, policy.observation)
    normalizer?.normalize(observations.numbers, into: observations.numbers)
  }
}

/// Says what of an observation or a state is not the policy's.
public struct ActingError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
