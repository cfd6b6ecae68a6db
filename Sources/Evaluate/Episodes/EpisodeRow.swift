import Environments
import Tensors

/// One row of a pass, and the episode that is in it.
final class EpisodeRow {
  /// How far the episode is.
  enum Phase {
    /// There is no episode, or no more.
    case idle
    case running
    /// It has ended; the policy is yet to see the last observation.
    case closing
  }

  /// The row's place in the pass.
  let index: Int
  let buffers: EpisodeBuffers
  let recorder: EpisodeRecorder?
  private(set) var phase = Phase.idle
  private(set) var number = 0
  private(set) var batch: EnvironmentPipeline
  private(set) var observer: (any EpisodeObserver)?
  private(set) var length = 0
  private(set) var episodeReturn = 0.0
  private(set) var outcome = Outcome.running
  /// Whether an observer wants the episode to end, and whether it is to be the last.
  var isToStop = false
  var isLast = false

  /// What the frame of a film takes, about.
  private static let frameBytes = 4096
  private let mostBytes: Int

  private let pass: PolicyPass
  private let world: EvaluationWorld
  private let arena: Arena
  private var moment: EpisodeMoment?
  private var frames = [VideoFrame]()
  /// What led to the present state, where the episode is watched; [] before the first step.
  private var lastAction = [Float]()

  init(index: Int, pass: PolicyPass, world: EvaluationWorld) throws {
    self.index = index
    self.pass = pass
    self.world = world
    mostBytes = EvaluationConfiguration.mostBytes(hasEnd: world.hasEnd)
    batch = try world.makeEnvironment(ofEpisode: 0)
    let layout = world.policy.policy.observation
    let (arena, buffers) = Arena.carve { EpisodeBuffers(layout, in: &$0) }
    self.arena = arena
    self.buffers = buffers
    recorder =
      world.configuration.recording.isOn
      ? EpisodeRecorder(
        world.policy, environment: batch.environment(inRow: 0), pass: pass, row: index,
        buffers: buffers, configuration: world.configuration.recording)
      : nil
  }

  /// Begins an episode in an environment that nobody has been in.
  func begin(_ number: Int, observer: (any EpisodeObserver)?) throws {
    self.number = number
    self.observer = observer
    batch = try world.makeEnvironment(ofEpisode: number)
    (length, episodeReturn, outcome) = (0, 0, .running)
    (isToStop, isLast) = (false, false)
    phase = .running
    (frames, lastAction) = ([], [])
    moment = observer == nil ? nil : EpisodeMoment(self, pass: pass)
    pass.begin(row: index, stream: world.actionStream(ofEpisode: number))
    try failing { () throws(EnvironmentFailure) in
      try batch.reset(observations: buffers.rawObservation)
    }
    recorder?.recordFacts(of: batch.environment(inRow: 0))
    observe()
    if let moment { self.observer?.episodeBegan(moment) }
  }

  /// Takes the step that the pass decided on; or, where the episode has ended, writes down how.
  ///
  /// - Returns: whether the episode is over.
  func advance() throws -> Bool {
    recorder?.recordState({ batch.environment(inRow: 0) }, row: length)
    let isWatched = number < world.configuration.pictureEpisodes
    if isWatched { frames.append(frame) }
    moment?.step = length
    moment?.recordingRow = length
    guard phase == .running else {
      if let moment { observer?.episodeEnded(moment) }
      phase = .idle
      return true
    }
    if let moment { observer?.stepWillBegin(moment) }
    try step()
    if isWatched { lastAction = pass.actions.row(index).values }
    if let moment {
      moment.reward = Double(buffers.reward[0])
      moment.outcome = outcome
      moment.recordingRow = length
      observer?.stepEnded(moment)
    }
    try cut()
    recorder?.recordStep()
    observe()
    if outcome != .running { phase = .closing }
    return false
  }

  /// What the present state looks like.
  private var frame: VideoFrame {
    VideoFrame(
      picture: batch.picture(inRow: 0),
      caption: VideoCaption(
        episode: number, step: length, episodeReturn: episodeReturn, action: lastAction,
        reward: length == 0 ? nil : Double(buffers.reward[0])),
      endsEpisode: phase == .closing)
  }

  private func step() throws {
    try failing { () throws(EnvironmentFailure) in
      try batch.step(actions: pass.actions.row(index), into: buffers.stepRows)
    }
    length += 1
    episodeReturn += Double(buffers.reward[0])
    if buffers.terminated[0] == 1 { outcome = .terminated }
    if buffers.truncated[0] == 1 { outcome = .truncated }
    if outcome != .running { buffers.rawObservation.copy(from: buffers.finalObservation) }
  }

  /// Ends an episode that would go on where it has become too long or an observer wants it.
  private func cut() throws {
    guard outcome == .running else { return }
    let maximum = world.configuration.maximumSteps
    if isToStop || length == maximum {
      outcome = .truncated
      buffers.truncated[0] = 1
    } else if length >= EvaluationConfiguration.longestEpisode && !world.hasEnd {
      throw EvaluationError.endless(episode: number, steps: length)
    } else if length.isMultiple(of: 64) {
      let bytes = (recorder?.byteCount ?? 0) + frames.count * Self.frameBytes
      guard bytes <= mostBytes else {
        throw EvaluationError.tooMuch(
          episode: number, steps: length, bytes: bytes, hasEnd: world.hasEnd)
      }
    }
  }

  /// Hands the observation to the policy as it is used to see it.
  private func observe() {
    world.policy.observe(buffers.rawObservation, as: pass.observations.row(index))
    buffers.rawFields.take(buffers.rawObservation, world.policy.policy.observation)
  }

  /// What became of the episode that is over. `body` is called before its memory is used again.
  func finish(_ body: (FinishedEpisode) throws -> Void) rethrows {
    let result = EpisodeResult(
      number: number, seed: world.configuration.seed, episodeReturn: episodeReturn,
      length: length, outcome: outcome)
    try body(
      FinishedEpisode(
        result: result, record: recorder?.record(of: result), isLast: isLast, frames: frames))
    recorder?.removeAll()
  }

  private func failing(_ body: () throws(EnvironmentFailure) -> Void) throws(EvaluationError) {
    do { try body() } catch { throw .environment(episode: number, error) }
  }
}
