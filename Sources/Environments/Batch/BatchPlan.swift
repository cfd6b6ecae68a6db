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
  /// What the id itself does to the observation.
  let observation: ObservationConfiguration
  let options: BatchOptions

  func randomStream(_ index: Int, _ purpose: RandomStream.Purpose) -> RandomStream {
    RandomStream(seed: seed, index: UInt32(index), purpose: purpose)
  }
}
