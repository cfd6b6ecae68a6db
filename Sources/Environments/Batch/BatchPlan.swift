import Tensors

/// Which environments make up a batch.
struct BatchPlan: Sendable {
  let id: String
  /// The environments' places among all of the run. What happens in one depends on its index and the
  /// seed, not on the batch that it is in.
  let indices: Range<Int>
  let seed: UInt64
  /// `Int.max` where there is no limit.
  let maximumEpisodeSteps: Int
  /// What the id itself hides.
  let selection: ObservationSelection
  let options: BatchOptions

  func randomStream(_ index: Int) -> RandomStream {
    RandomStream(seed: seed, index: UInt32(index), purpose: .environment)
  }
}
