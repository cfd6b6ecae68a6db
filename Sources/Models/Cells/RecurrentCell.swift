import Tensors

/// The memory of a policy: a map from an input and a state to the next state.
///
/// A cell is a value that knows where its parameters lie; passes only read them. To add one, conform to
/// this protocol in a file and register the type:
///
///     Cells.register(LeakyCell.self)
///
/// Legend: R rows, packed by time in n sequences; O inputs; H hidden size; S numbers in a state. Before
/// each step the state is multiplied by the step's mask: 0 where the observation begins an episode, else
/// 1. So a state of zeros is what every episode begins with.
public protocol RecurrentCell: Sendable {
  /// What a forward pass leaves.
  associatedtype Cache: CellCache
  /// What a backward pass works in.
  associatedtype GradientBuffers: AnyObject & Sendable

  /// What it is called in settings, checkpoints and trajectories, such as `gru`.
  static var name: String { get }

  /// Whether it has gates, whose biases ``PolicyConfiguration/memoryInit`` is about; false by default.
  static var hasGates: Bool { get }

  /// Appends the parameters to `layout`.
  init(_ shape: CellShape, in layout: inout ParameterLayout)

  /// What a stored state is made of, in order; S numbers together.
  var stateParts: [StatePart] { get }
  /// The columns of a state that the layers above read, H of them.
  var output: Range<Int> { get }
  /// The products with weights that it is made of, which K-FAC takes its factors from.
  var linearMaps: [LinearMap] { get }

  /// Draws new parameters.
  func initialize(_ parameters: Matrix, using random: inout RandomStream)

  /// Room for passes over at most `rows` rows in at most `sequences` sequences.
  func makeCache(rows: Int, sequences: Int, in carver: inout Carver) -> Cache
  func makeGradientBuffers(rows: Int, sequences: Int, in carver: inout Carver) -> GradientBuffers

  /// Runs all steps of `plan`.
  ///
  /// - Parameters:
  ///   - x: inputs [R, O].
  ///   - initialState: the states that enter the sequences, before masking; [n, S].
  ///   - masks: one value a row, [R].
  ///   - cache: filled; its `states` are those after each step, [R, S].
  func forward(
    _ x: Matrix, plan: SequencePlan, initialState: Matrix, masks: Matrix, cache: Cache,
    parameters: Matrix)

  /// Backpropagation through all steps of `plan`, after ``forward``. No gradient goes to the states that
  /// entered the sequences.
  ///
  /// - Parameters:
  ///   - outputGradient: dL/d(output) from the layers above, [R, output]; may be overwritten.
  ///   - xGradient: where dL/dx goes, [R, O], or nil where nothing below the cell learns.
  ///   - sink: to be told of each of ``linearMaps``.
  func backward(
    _ x: Matrix, plan: SequencePlan, masks: Matrix, cache: Cache, outputGradient: Matrix,
    xGradient: Matrix?, buffers: GradientBuffers, parameters: Matrix, sink: ParameterSink)
}

extension RecurrentCell {
  public static var hasGates: Bool { false }
}

/// What a cell is made for.
public struct CellShape: Sendable {
  /// What its parameters' names begin with: the cell's name, or one that tells it from another of the
  /// policy's.
  public let name: String
  /// O
  public let inputs: Int
  /// H
  public let hiddenSize: Int
  /// That of the policy, with what cells are told besides.
  public let configuration: PolicyConfiguration

  var memoryInit: MemoryInitialization { configuration.memoryInit ?? .zeros }

  /// The part of gates' biases, side by side, that is one gate's; [1, H].
  func gate(_ index: Int, of biases: ParameterLayout.Slot, _ parameters: Matrix) -> Matrix {
    biases.view(in: parameters).columns(index * hiddenSize..<(index + 1) * hiddenSize)
  }
}

/// A part of a cell's state.
public struct StatePart: Sendable, Hashable {
  /// What it is called in trajectories, such as `h`.
  public let name: String
  public let size: Int

  public init(_ name: String, _ size: Int) {
    self.name = name
    self.size = size
  }
}

/// What a forward pass of a ``RecurrentCell`` leaves, R rows packed by time.
public protocol CellCache: AnyObject, Sendable {
  /// The states after each step, [R, S].
  var states: Matrix { get }
  /// What else is worth recording, such as the values of gates, by name; [R, ...] each.
  var activations: [(name: String, output: Matrix)] { get }
}

/// The cells by name.
public enum Cells {
  private static let registry = Registry<any RecurrentCell.Type>([
    GRU.self, LSTM.self, RNN.self, MinGRU.self, LRU.self,
  ]) { $0.name }

  /// Makes a cell known by its name, in place of another of that name.
  public static func register(_ cell: any RecurrentCell.Type) { registry.register(cell) }

  /// The names of all cells.
  public static var names: [String] { registry.names }

  /// The cell of that name, or nil.
  static func named(_ name: String) -> (any RecurrentCell.Type)? { registry[name] }
}

extension RecurrentCell {
  /// S, the width of a stored state.
  public var stateSize: Int { stateParts.reduce(0) { $0 + $1.size } }

  /// What the layers above read of states, [R, output].
  func output(of states: Matrix) -> Matrix {
    output == 0..<states.columns ? states : states.columns(output)
  }
}

// What cells with a weight for the input and one for the state have in common.
extension CellShape {
  /// Appends `count` gates side by side: weights [O, count H] and [H, count H], biases [count H].
  func appendGates(
    _ count: Int, in layout: inout ParameterLayout
  ) -> (
    inputWeight: ParameterLayout.Slot, recurrentWeight: ParameterLayout.Slot,
    inputBias: ParameterLayout.Slot, recurrentBias: ParameterLayout.Slot
  ) {
    let columns = count * hiddenSize
    return (
      layout.appendMatrix("\(name)/input_weight", rows: inputs, columns: columns),
      layout.appendMatrix("\(name)/recurrent_weight", rows: hiddenSize, columns: columns),
      layout.appendVector("\(name)/input_bias", count: columns),
      layout.appendVector("\(name)/recurrent_bias", count: columns)
    )
  }

  /// Both maps as K-FAC sees them.
  func maps(
    input: (weight: ParameterLayout.Slot, bias: ParameterLayout.Slot),
    recurrent: (weight: ParameterLayout.Slot, bias: ParameterLayout.Slot)
  ) -> [LinearMap] {
    [
      LinearMap("\(name)/input", weight: input.weight, bias: input.bias, followsTime: true),
      LinearMap(
        "\(name)/recurrent", weight: recurrent.weight, bias: recurrent.bias, followsTime: true),
    ]
  }
}
