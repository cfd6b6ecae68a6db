import Tensors

/// What the view of one environment remembers of its episode.
struct ObservationMemory: Sendable {
  /// The source of the noise on observations.
  var noise: RandomStream
  /// The last action as the environment got it, or what stands for none.
  private(set) var previousAction: [Float]
  private(set) var previousReward: Float = 0
  private let noAction: [Float]
  /// What the policy saw last, oldest first in each field; empty where it sees one observation at a time.
  private var frames: [Float]
  /// Whether nothing of this episode was seen yet.
  private var isFresh = true

  /// - Parameters:
  ///   - noAction: What stands for the action before the first; empty where actions are not seen.
  ///   - framesSize: How many values all frames have together; 0 where there is one.
  init(noise: RandomStream, noAction: [Float], framesSize: Int) {
    self.noise = noise
    self.noAction = noAction
    previousAction = noAction
    frames = [Float](repeating: 0, count: framesSize)
  }

  /// Forgets the last episode.
  mutating func reset() {
    for index in previousAction.indices { previousAction[index] = noAction[index] }
    previousReward = 0
    isFresh = true
  }

  /// Remembers what a step was and gave.
  mutating func record(action: Span<Float>, reward: Float) {
    for index in previousAction.indices { previousAction[index] = action[index] }
    previousReward = reward
  }

  /// Completes what is seen, in which the newest of `count` frames ends each field, with those before.
  ///
  /// - Parameter fields: Where each field is in one frame.
  mutating func completeFrames(
    _ seen: inout MutableSpan<Float>, fields: [Range<Int>], count: Int
  ) {
    for field in fields {
      let start = count * field.lowerBound
      let newest = start + (count - 1) * field.count
      for index in start..<newest {
        seen[index] =
          isFresh ? seen[newest + (index - start) % field.count] : frames[index + field.count]
      }
    }
    for index in frames.indices { frames[index] = seen[index] }
    isFresh = false
  }

  /// All of it by name, without what the view does not use.
  var state: EnvironmentState {
    var state = EnvironmentState()
    state["noise_position"] = [Double(noise.position)]
    state["previous_reward"] = [Double(previousReward)]
    state["is_fresh"] = [isFresh ? 1 : 0]
    if !previousAction.isEmpty { state["previous_action"] = previousAction.map(Double.init) }
    if !frames.isEmpty { state["frames"] = frames.map(Double.init) }
    return state
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let position = try state.value("noise_position")
    guard let position = UInt64(exactly: position), position <= EnvironmentState.largestCount else {
      throw EnvironmentError("the position \(position) of the noise is not a whole number")
    }
    noise.move(to: position)
    previousReward = Float(try state.value("previous_reward"))
    isFresh = try state.value("is_fresh") == 1
    if !previousAction.isEmpty {
      previousAction = try state.values("previous_action", count: previousAction.count)
        .map { Float($0) }
    }
    if !frames.isEmpty {
      frames = try state.values("frames", count: frames.count).map { Float($0) }
    }
  }
}
