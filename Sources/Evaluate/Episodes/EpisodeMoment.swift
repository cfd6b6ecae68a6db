import Environments
import Tensors

/// A moment of an episode as an observer sees it. It is valid during the call that it is handed to.
///
/// Legend: O observation size, H hidden size, A action size.
public final class EpisodeMoment {
  private let row: EpisodeRow
  private let pass: PolicyPass

  init(_ row: EpisodeRow, pass: PolicyPass) {
    self.row = row
    self.pass = pass
  }

  /// The episode's number, counted from 0.
  public var episode: Int { row.number }
  /// The number of steps before this moment; in ``EpisodeObserver/stepEnded(_:)`` those before the step.
  public internal(set) var step = 0
  /// The environment as it stands. It is shared and not to be changed.
  public var environment: any Environment { row.batch.environment(inRow: 0) }
  /// What the environment gives now, [O]; in ``EpisodeObserver/stepEnded(_:)`` that is the observation
  /// that the step led to.
  public var rawObservation: [Float] { row.buffers.rawObservation.values }
  /// The vectors that the policy saw of it, normalised where it was trained so, [N]; all of it where there
  /// are no images.
  public var observation: [Float] { pass.observations.row(row.index).numbers.values }
  /// The state that entered the step, [H]; empty without a GRU.
  public var hiddenState: [Float] { pass.hiddenStates.row(row.index).values }
  /// The state after the step, [H]; empty without a GRU.
  public var nextHiddenState: [Float] { pass.nextHiddenStates.row(row.index).values }
  /// The names of the layers, as in a trajectory file: `shared_0`, `actor_0`, `critic_0`, and the GRU's
  /// `reset`, `update`, `candidate`.
  public var layers: [String] { pass.layers.map(\.name) }
  /// The output of a layer, or nil where there is none of that name.
  public func activation(of layer: String) -> [Float]? {
    pass.layers.first { $0.name == layer }?.output.row(row.index).values
  }
  /// The parameters of the distribution over actions: log-probabilities or means.
  public var actionParameters: [Float] { pass.actionParameters.row(row.index).values }
  /// The value that the critic predicts.
  public var value: Float { pass.values[row.index] }
  /// What the policy chose, [A].
  public var action: [Float] { pass.actions.row(row.index).values }
  /// The reward of the step, once it has been taken.
  public internal(set) var reward = 0.0
  /// How the episode stands after the step.
  public internal(set) var outcome = Outcome.running

  /// Adds numbers to the trajectory file, under `infos/` and this name, in the row of the present
  /// observation; from ``EpisodeObserver/stepEnded(_:)`` on in that of the next. A row that nobody fills
  /// holds NaN. A name has as many numbers every time.
  public func record(_ name: String, _ values: [Double]) {
    row.recorder?.record(name, values, row: recordingRow)
  }

  /// Ends the episode with this step, as if it had been cut.
  public func stopEpisode() { row.isToStop = true }

  /// Ends the episode likewise, and makes it the evaluation's last.
  public func stopEvaluation() {
    row.isToStop = true
    row.isLast = true
  }

  /// The row of what observers record now.
  var recordingRow = 0
}
