import Tensors

/// Several flip-flops: each channel shows a pulse of 1 or -1 now and then and 0 otherwise, and the agent
/// is to say of each channel, in every step, which sign its last pulse had. The textbook task for looking
/// at the fixed points of a recurrent network (Sussillo and Barak 2013, section 4), which needs one
/// for each of the 2^n memories.
///
/// The first observation has a pulse in every channel. The reward of a step lies between 1, where all
/// channels are right, and -1.
public struct FlipFlop: Environment {
  public struct Configuration: EnvironmentArguments {
    /// The number of channels, n.
    public var bitCount = 3
    /// The probability of a pulse in each channel and step.
    public var pulseProbability = 0.1

    public init() {}

    public static let list = [
      EnvironmentArgument("bits", \Self.bitCount, "The number of channels.", in: 1...64),
      EnvironmentArgument(
        "pulse_probability", \Self.pulseProbability,
        "The probability of a pulse in each channel and step.", in: 0...1),
    ]
  }

  private let pulseProbability: Double
  /// What each channel shows: -1, 0 or 1.
  private var pulses: [Int8]
  /// The sign of each channel's last pulse.
  private var memory: [Int8]

  public init(_ configuration: Configuration = Configuration()) {
    pulseProbability = configuration.pulseProbability
    pulses = [Int8](repeating: 1, count: configuration.bitCount)
    memory = pulses
  }

  static let description = EnvironmentDescription(
    id: "FlipFlop-v0", summary: "Tell the sign of the last pulse in each of three channels.",
    family: "Memory", maximumEpisodeSteps: 100, arguments: Configuration.self
  ) { FlipFlop($0) }

  public var observationSpace: BoxSpace {
    BoxSpace(pulses.indices.map { .value("pulse_\($0)", -1...1) })
  }

  /// For each channel, 1 where the agent says that the last pulse was positive.
  public var actionSpace: ActionSpace { .multiBinary(pulses.count) }

  public mutating func reset(using random: inout RandomStream) {
    for channel in pulses.indices { showPulse(channel, using: &random) }
  }

  private mutating func showPulse(_ channel: Int, using random: inout RandomStream) {
    pulses[channel] = random.integer(below: 2) == 0 ? -1 : 1
    memory[channel] = pulses[channel]
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    var rightCount = 0
    for channel in memory.indices where (action[channel] == 1) == (memory[channel] == 1) {
      rightCount += 1
    }
    for channel in pulses.indices {
      pulses[channel] = 0
      if Double(random.uniformFloat()) < pulseProbability { showPulse(channel, using: &random) }
    }
    return StepResult(reward: Double(2 * rightCount) / Double(memory.count) - 1)
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    for channel in pulses.indices { observation[channel] = Float(pulses[channel]) }
  }

  public func save(to state: inout EnvironmentState) {
    state["pulses"] = pulses.map(Double.init)
    state["memory"] = memory.map(Double.init)
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let count = pulses.count
    pulses = try state.counts("pulses", count: count, in: -1...1).map { Int8($0) }
    memory = try state.counts("memory", count: count, in: -1...1).map { Int8($0) }
  }

  public var diagnostics: KeyValuePairs<String, [Double]> { ["memory": memory.map(Double.init)] }
}
