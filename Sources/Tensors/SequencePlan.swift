/// How the rows of a batch form sequences: packed by time, without padding.
///
/// Row 0 of step t is the longest sequence's step t, and so on; a sequence keeps its row in every step
/// that it reaches. Sequences are therefore in the order of falling length, and the rows of step t are
/// `offset(t)` ..< `offset(t + 1)`. Samples without an order in time are one step of many sequences.
public struct SequencePlan: Sendable {
  /// The first row of each step, and after the last step the number of rows.
  private var offsets: [Int]
  /// The number of steps of the longest sequence.
  public private(set) var stepCount = 0

  /// Room for sequences of at most `maximumSteps` steps.
  public init(maximumSteps: Int) {
    offsets = [Int](repeating: 0, count: maximumSteps + 1)
  }

  /// One step of `rowCount` sequences.
  public init(rowCount: Int) {
    self.init(maximumSteps: 1)
    appendStep(rowCount: rowCount)
  }

  /// The number of sequences.
  public var sequenceCount: Int { stepCount == 0 ? 0 : offsets[1] }
  /// The number of rows of all steps together.
  public var rowCount: Int { offsets[stepCount] }

  @inline(__always)
  public func rows(ofStep step: Int) -> Range<Int> { offsets[step]..<offsets[step + 1] }

  /// Forgets all steps; allocates nothing.
  public mutating func removeAll() { stepCount = 0 }

  /// Appends a step of this many rows, no more than the step before has, and returns the first of them.
  @discardableResult
  public mutating func appendStep(rowCount: Int) -> Int {
    precondition(stepCount == 0 || rowCount <= rows(ofStep: stepCount - 1).count)
    let first = offsets[stepCount]
    stepCount += 1
    offsets[stepCount] = first + rowCount
    return first
  }
}
