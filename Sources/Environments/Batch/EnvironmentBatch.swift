import Tensors

/// Several environments of one kind that are stepped together: code for whole arrays, a simulator of
/// many worlds, another process.
///
/// A batch does what its worlds do and nothing more. The toolkit clips and repeats actions, cuts episodes
/// at their limit, begins the next, selects and encodes what the policy sees, and checks that all of it
/// is finite, in the same way for every batch. Environments that are written one at a time
/// (``Environment``) are made a batch by the toolkit.
///
/// Letters: n environments, A is the action's width, O the observation's size. Every matrix and span has
/// n rows or values; a call is about those that `rows` lists, in ascending order, and leaves the others
/// alone. A batch is used by one thread at a time, no matter by which. What happens in a row may depend
/// on that row's past and its random stream, not on other rows: then the same seed gives the same bits
/// however the environments of a run are cut into batches.
public protocol EnvironmentBatch: AnyObject, Sendable {
  /// The number of environments, n. Constant.
  var count: Int { get }

  /// What an observation consists of; O components. Constant.
  var observationSpace: BoxSpace { get }

  /// Which actions there are. Constant.
  var actionSpace: ActionSpace { get }

  /// Begins an episode in each of `rows`, from whatever state the last one left. Called for every row
  /// before its first step.
  ///
  /// - Parameter randoms: The source of everything random in each row, n streams.
  /// - Throws: ``EnvironmentBatchError`` for the first row that fails. It stops the run.
  func reset(
    rows: Span<Int>, using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError)

  /// Takes one step in each of `rows`.
  ///
  /// - Parameters:
  ///   - actions: Finite values, [n, A]; a discrete action is its index.
  ///   - results: Where the reward and the outcome of each of `rows` go, n values.
  ///   - randoms: The source of everything random in each row, n streams.
  /// - Throws: ``EnvironmentBatchError`` for the first row that fails. It stops the run.
  func step(
    rows: Span<Int>, actions: Matrix, results: inout MutableSpan<StepResult>,
    using randoms: inout MutableSpan<RandomStream>
  ) throws(EnvironmentBatchError)

  /// Writes what the present state of each of `rows` looks like into its row of `observations`, [n, O].
  /// After the step that ended an episode, that is the episode's last observation.
  func observe(rows: Span<Int>, into observations: Matrix)

  /// The whole state of a row: all that decides, with its random stream, what later steps give. Nil where
  /// the batch cannot save itself; a resumed run then begins a new episode in the row.
  func save(row: Int) -> EnvironmentState?

  /// Puts a row into a state that ``save(row:)`` gave, possibly in another process.
  ///
  /// - Throws: ``EnvironmentError`` where the state lacks something.
  func restore(row: Int, from state: EnvironmentState) throws(EnvironmentError)

  /// Whether a step of one row takes 20 microseconds or more; see ``Environment/hasLongSteps``. False by
  /// default.
  var hasLongSteps: Bool { get }

  /// Numbers about a row's last step that are worth recording; see ``Environment/diagnostics``. None by
  /// default.
  func diagnostics(row: Int) -> [(key: String, value: [Double])]

  /// What a row looks like now, for videos; nil, as by default, where a card of the observation is drawn.
  func picture(row: Int) -> EnvironmentPicture?

  /// As those of ``Environment``; by default there are none. Constant.
  var actionLabels: [QuantityLabel] { get }
  var diagnosticLabels: [QuantityLabel] { get }
  var secondsPerStep: Double? { get }
}

extension EnvironmentBatch {
  public var hasLongSteps: Bool { false }

  public func diagnostics(row: Int) -> [(key: String, value: [Double])] { [] }

  public func picture(row: Int) -> EnvironmentPicture? { nil }

  public var actionLabels: [QuantityLabel] { [] }

  public var diagnosticLabels: [QuantityLabel] { [] }

  public var secondsPerStep: Double? { nil }
}

/// What a batch throws where one of its environments cannot go on. The toolkit adds which environment of
/// the run it was and at which step.
public struct EnvironmentBatchError: Error, Sendable, Equatable {
  /// The row of the batch.
  public let row: Int
  /// What went wrong, in a few words that can follow a colon.
  public let message: String

  public init(row: Int, _ message: String) {
    self.row = row
    self.message = message
  }
}

/// Which environments of a run a batch is made of.
public struct BatchPlaces: Sendable, Hashable {
  /// Their places among all environments of the run; the batch has a row for each.
  public let indices: Range<Int>
  /// The run's seed. What is random in a step comes from the streams that the batch is handed. Worlds with
  /// a generator of their own are to be seeded in `reset`, by a number from their row's stream: a run that
  /// is resumed makes its batches anew, and with this seed they would play their first episodes again.
  public let seed: UInt64

  public init(indices: Range<Int>, seed: UInt64) {
    self.indices = indices
    self.seed = seed
  }
}
