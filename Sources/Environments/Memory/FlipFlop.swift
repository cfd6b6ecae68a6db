import Settings
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

    public static let settings = [
      Setting("bits", \Self.bitCount, "The number of channels.", in: 1...32),
      Setting(
        "pulse_probability", \Self.pulseProbability,
        "The probability of a pulse in each channel and step.", in: 0...1),
    ]
  }

  let count: Int
  private let pulseProbability: Float
  // A bit for each channel.
  /// Which channels show a pulse.
  private var pulses: UInt32 = 0
  /// Of which channels the last pulse was positive.
  private var memory: UInt32 = 0

  public init(_ configuration: Configuration = Configuration()) {
    count = configuration.bitCount
    pulseProbability = Float(configuration.pulseProbability)
  }

  static let description = EnvironmentDescription(
    id: "FlipFlop-v0", summary: "Tell the sign of the last pulse in each of three channels.",
    family: "Memory", maximumEpisodeSteps: 100, arguments: Configuration.self
  ) { FlipFlop($0) }

  public var observationSpace: BoxSpace {
    BoxSpace((0..<count).map { .value("pulse_\($0)", -1...1) })
  }

  /// For each channel, 1 where the agent says that the last pulse was positive.
  public var actionSpace: ActionSpace { .multiBinary(count) }

  public var actionLabels: [QuantityLabel] {
    (0..<count).map { QuantityLabel("channel_\($0)_is_positive") }
  }

  public mutating func reset(using random: inout RandomStream) {
    pulses = 0
    for channel in 0..<count { showPulse(channel, using: &random) }
  }

  private mutating func showPulse(_ channel: Int, using random: inout RandomStream) {
    let bit = UInt32(1) << UInt32(channel)
    pulses |= bit
    memory = random.nextWord() & 1 == 1 ? memory | bit : memory & ~bit
  }

  public mutating func step(_ action: Span<Float>, using random: inout RandomStream) -> StepResult {
    var answers: UInt32 = 0
    for channel in 0..<count { answers |= UInt32(action[channel]) << UInt32(channel) }
    let wrongCount = (answers ^ memory).nonzeroBitCount
    pulses = 0
    for channel in 0..<count where random.uniformFloat() < pulseProbability {
      showPulse(channel, using: &random)
    }
    return StepResult(reward: 1 - Double(2 * wrongCount) / Double(count))
  }

  func isPositive(_ channel: Int) -> Bool { memory >> UInt32(channel) & 1 == 1 }

  /// What a channel shows: -1, 0 or 1.
  func pulse(_ channel: Int) -> Float {
    pulses >> UInt32(channel) & 1 == 0 ? 0 : isPositive(channel) ? 1 : -1
  }

  public func observe(into observation: inout MutableSpan<Float>) {
    for channel in 0..<count { observation[channel] = pulse(channel) }
  }

  public func save(to state: inout EnvironmentState) {
    state["pulses"] = [Double(pulses)]
    state["memory"] = [Double(memory)]
  }

  public mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    let bits = 0...(1 << count) - 1
    pulses = UInt32(try state.count("pulses", in: bits))
    memory = UInt32(try state.count("memory", in: bits))
  }

  /// The sign of each channel's last pulse.
  public var diagnostics: KeyValuePairs<String, [Double]> {
    ["memory": (0..<count).map { isPositive($0) ? 1 : -1 }]
  }
  public var diagnosticLabels: [QuantityLabel] {
    [QuantityLabel("memory", classes: [-1: "negative", 1: "positive"])]
  }
}
