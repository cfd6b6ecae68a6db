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
    buffers.gather(from: rollout) { list in
      self.list(positions(minibatch: minibatch, shard: shard), in: &list)
    }
  }

  /// What brings the advantages of a minibatch, all its shards together, to mean 0 and deviation 1. The
  /// sums go through the samples in the order of the sequences.
  ///
  /// - Parameter advantages: of the whole rollout, [T, N].
  package func standardization(
    of advantages: Matrix, minibatch: Int, epsilon: Double
  ) -> Standardization {
    let start = minibatch * sequencesPerMinibatch
    let sequences = start..<start + sequencesPerMinibatch
    let count = Double(sampleCount(minibatch: minibatch))
    let mean = sum(of: advantages, over: sequences) { $0 } / count
    let squares = sum(of: advantages, over: sequences) { ($0 - mean) * ($0 - mean) }
    let deviation = count > 1 ? (squares / (count - 1)).squareRoot() : 0
    return Standardization(mean: mean, deviation: deviation, epsilon: epsilon)
  }

  /// The sum over the samples of sequences, given by their positions in the order, of what `term` makes of
  /// each number.
  @inline(__always)
  private func sum(
    of numbers: Matrix, over positions: Range<Int>, _ term: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    for position in positions {
      let first = Int(firstRow(ofSequence: order[position]))
      for step in 0..<length(ofSequence: order[position]) {
        sum += term(Double(numbers[first + step * environments]))
      }
    }
    return sum
  }

  /// Lists the samples of the sequences at `positions` of the order.
  private func list(_ positions: Range<Int>, in list: inout MinibatchRows) {
    // Only an environment's last chunk can be shorter: whole sequences first keeps the falling order of
    // lengths.
    let shortLength = steps - (steps - 1) / sequenceLength * sequenceLength
    let firstShort =
      shortLength < sequenceLength ? Int32(order.count - environments) : Int32(order.count)
    list.removeAll()
    for position in positions where order[position] < firstShort {
      list.addSequence(at: firstRow(ofSequence: order[position]))
    }
    let longCount = list.sequences.count
    if longCount < positions.count {
      for position in positions where order[position] >= firstShort {
        list.addSequence(at: firstRow(ofSequence: order[position]))
      }
    }
    for step in 0..<(longCount > 0 ? sequenceLength : shortLength) {
      list.addStep(
        offset: Int32(step * environments),
        sequences: step < shortLength ? positions.count : longCount)
    }
  }

  /// The row of the rollout that a sequence begins with: chunk c of environment e at step c L.
  @inline(__always)
  private func firstRow(ofSequence sequence: Int32) -> Int32 {
    // Divisions take long, and samples without an order in time are many.
    if sequenceLength == 1 { return sequence }
    let (chunk, environment) = sequence.quotientAndRemainder(dividingBy: Int32(environments))
    return chunk * Int32(sequenceLength * environments) + environment
  }
}

/// What brings numbers to mean 0 and deviation 1: (x - mean) / (s + epsilon).
package struct Standardization: Sendable {
  package let mean: Double
  /// The unbiased deviation s, of divisor n - 1; 0 for a single number.
  package let deviation: Double
  let epsilon: Double

  /// Changes numbers in place, [R, 1].
  package func apply(to numbers: Matrix) {
    let scale = 1 / (deviation + epsilon)
    for row in 0..<numbers.rows {
      numbers[row] = Float((Double(numbers[row]) - mean) * scale)
    }
  }
}
