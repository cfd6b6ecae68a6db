import Models
import Spaces
import Tensors

/// A policy's step for a fixed number of rows, R: what it sees, feels and does in as many episodes.
///
/// The bits of a row of a matrix product may depend on how many rows the product has, and on the row's
/// place among them. So the rows are always as many, whether there is an episode in each or not, and an
/// episode's number decides its row.
final class PolicyPass {
  /// R: enough for the products to be fast, few enough for 20 episodes to keep several threads busy.
  static let rowCount = 8

  let observations: Observations  // R
  let actions: Matrix  // [R, A]
  let hiddenStates: Matrix  // [R, S], entering the step
  let nextHiddenStates: Matrix  // [R, S], after it
  let logProbabilities, masks: Matrix  // [R, 1]
  let actionParameters: Matrix  // [R, P]
  let values: Matrix  // [R, 1]
  /// Of the components of an action, the same in every state; nil where actions are choices.
  let standardDeviations: Matrix?  // [1, A]
  /// What the policy's parts put out, such as layers and a cell's gates, by name; [R, ...] each.
  let layers: [(name: String, output: Matrix)]
  /// One stream of actions for each row.
  var streams: [RandomStream]

  private let policy: Policy
  private let isDeterministic: Bool
  private let workspace: PolicyWorkspace
  private let plan = SequencePlan(rowCount: rowCount)
  private let arena: Arena
  private let entropies: Matrix

  init(_ policy: Policy, isDeterministic: Bool) {
    self.policy = policy
    self.isDeterministic = isDeterministic
    let rows = Self.rowCount
    workspace = PolicyWorkspace(policy: policy, rows: rows, sequences: rows)
    let (arena, buffers) = Arena.carve { carver in
      (
        observations: carver.observations(policy.observation, rows: rows),
        actions: carver.matrix(rows: rows, columns: policy.actionSize),
        hiddenStates: carver.matrix(rows: rows, columns: policy.hiddenStateSize),
        logProbabilities: carver.matrix(rows: rows, columns: 1),
        masks: carver.matrix(rows: rows, columns: 1),
        entropies: carver.matrix(rows: rows, columns: 1),
        deviations: carver.matrix(rows: 1, columns: policy.actionSize)
      )
    }
    self.arena = arena
    (observations, actions) = (buffers.observations, buffers.actions)
    (hiddenStates, logProbabilities) = (buffers.hiddenStates, buffers.logProbabilities)
    (masks, entropies) = (buffers.masks, buffers.entropies)
    if let deviations = policy.standardDeviations {
      buffers.deviations.copy(from: deviations)
      standardDeviations = buffers.deviations
    } else {
      standardDeviations = nil
    }
    actionParameters = workspace.actionParameters
    values = workspace.values
    nextHiddenStates = workspace.states ?? hiddenStates
    layers = workspace.outputs
    streams = [RandomStream](
      repeating: RandomStream(seed: 0, purpose: .action), count: rows)
  }

  /// Prepares a row for the first step of an episode.
  func begin(row: Int, stream: RandomStream) {
    streams[row] = stream
    hiddenStates.row(row).fill(0)
    masks[row] = 0
  }

  /// From observations and hidden states to values, actions and the hidden states after them.
  func run() {
    let features = policy.features(
      observations, plan: plan, hiddenStates: hiddenStates, masks: masks, in: workspace)
    _ = policy.values(features, in: workspace)
    _ = policy.actionParameters(features, in: workspace)
    if isDeterministic {
      policy.mode(actionParameters, actions: actions)
      policy.evaluate(
        actionParameters, actions: actions, logProbabilities: logProbabilities,
        entropies: entropies)
    } else {
      policy.sample(
        actionParameters, actions: actions, logProbabilities: logProbabilities, streams: &streams)
    }
  }

  /// Moves to the next step: what came out of this one enters the next.
  func advance() {
    if policy.configuration.isRecurrent { hiddenStates.copy(from: nextHiddenStates) }
    masks.fill(1)
  }
}
