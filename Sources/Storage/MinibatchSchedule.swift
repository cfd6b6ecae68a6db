import Tensors

/// Cuts a rollout into sequences, and the sequences of an epoch into minibatches and shards.
///
/// Without a recurrent layer every sample is a sequence of its own. Otherwise a sequence is one
/// environment's part of a rollout, or a chunk of `sequenceLength` steps of it that starts from its
/// stored hidden state; the last chunk may be shorter. The configuration alone decides the sizes.
package struct MinibatchSchedule: Sendable {
  package let steps: Int  // T
  package let environments: Int  // N
  package let sequenceLength: Int
  package let minibatchCount: Int
  package let shardCount: Int

  /// The sequences of an epoch in the order of their minibatches. Sequence c·N + e is environment e's
  /// chunk c.
  private var order: [Int32]

  /// - Parameters:
  ///   - sequenceLength: steps a sequence, 1...T.
  ///   - minibatchCount: must divide the number of sequences.
  ///   - shardCount: parts of each minibatch, at most its number of sequences.
  package init(
    steps: Int, environments: Int, sequenceLength: Int, minibatchCount: Int, shardCount: Int
  ) {
    self.steps = steps
    self.environments = environments
    self.sequenceLength = sequenceLength
    self.minibatchCount = minibatchCount
    let sequences = Self.sequenceCount(
      steps: steps, environments: environments, sequenceLength: sequenceLength)
    precondition(sequences % minibatchCount == 0, "minibatches divide the sequences")
    self.shardCount = min(shardCount, sequences / minibatchCount)
    order = (0..<sequences).map { Int32($0) }
  }

  package static func sequenceCount(steps: Int, environments: Int, sequenceLength: Int) -> Int {
    (steps + sequenceLength - 1) / sequenceLength * environments
  }

  package var sequencesPerMinibatch: Int { order.count / minibatchCount }

  /// The most sequences that a shard can have.
  package var maximumSequencesPerShard: Int {
    (sequencesPerMinibatch + shardCount - 1) / shardCount
  }

  /// The most rows that a shard can have.
  package var maximumRowsPerShard: Int { maximumSequencesPerShard * sequenceLength }

  /// Draws a new order for the next epoch, starting from the natural one, so that it depends on the
  /// stream's position only.
  package mutating func shuffle(using random: inout RandomStream) {
    for index in order.indices { order[index] = Int32(index) }
    random.shuffle(&order)
  }

  /// The number of samples in a minibatch.
  package func sampleCount(minibatch: Int) -> Int {
    if steps % sequenceLength == 0 { return sequencesPerMinibatch * sequenceLength }
    let start = minibatch * sequencesPerMinibatch
    var count = 0
    for index in start..<start + sequencesPerMinibatch { count += length(ofSequence: order[index]) }
    return count
  }

  @inline(__always)
  private func length(ofSequence sequence: Int32) -> Int {
    min(sequenceLength, steps - Int(sequence) / environments * sequenceLength)
  }

  /// Where in the order the sequences of a shard lie.
  private func positions(minibatch: Int, shard: Int) -> Range<Int> {
    let start = minibatch * sequencesPerMinibatch
    let part = ShardPlan.range(of: shard, in: sequencesPerMinibatch, shardCount: shardCount)
    return start + part.lowerBound..<start + part.upperBound
  }

  /// Copies the samples of a shard from the rollout, packed by time.
  package func gather(
    minibatch: Int, shard: Int, from rollout: RolloutStorage, into buffers: MinibatchBuffers
  ) {
    let positions = positions(minibatch: minibatch, shard: shard)
    // Only the last chunk can be shorter: whole sequences first keeps the falling order of lengths.
    let lastStart = (steps - 1) / sequenceLength * sequenceLength
    let isLastShorter = steps - lastStart < sequenceLength
    buffers.begin()
    for position in positions {
      let start = Int(order[position]) / environments * sequenceLength
      if !isLastShorter || start < lastStart {
        buffers.addSequence(start: start, environment: Int(order[position]) % environments)
      }
    }
    let longCount = buffers.sequenceCount
    if isLastShorter {
      for position in positions {
        let start = Int(order[position]) / environments * sequenceLength
        if start == lastStart {
          buffers.addSequence(start: start, environment: Int(order[position]) % environments)
        }
      }
    }
    let count = buffers.sequenceCount
    let shortLength = steps - lastStart
    let longest = longCount > 0 ? sequenceLength : shortLength
    for step in 0..<longest {
      let active = isLastShorter && step >= shortLength ? longCount : count
      buffers.addStep(step, sequences: active)
    }
    buffers.gather(from: rollout)
  }
}
