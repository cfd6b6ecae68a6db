import Tensors

/// A world that an agent acts in: one environment, which knows nothing of batches, time limits or
/// training.
///
/// An environment is a plain value. Its types of observations and actions are fixed once it is made;
/// everything that changes is written by ``save(to:)``. Whatever is random in it is drawn from the
/// stream it is handed, so that its future depends on its state and on that stream alone.
///
/// The toolkit makes many environments of one description and steps them in batches. It ends an
/// episode at its time limit, begins the next, clips actions to their bounds and checks that rewards
/// and observations are finite: none of this is the environment's business.
public protocol Environment: SendableMetatype {
  /// What ``diagnostics`` are kept in, for instance a list whose names are known at run time only.
  associatedtype Diagnostics: Collection<(key: String, value: [Double])> = KeyValuePairs<
    String, [Double]
  >

  /// What an observation consists of. Constant.
  var observationSpace: BoxSpace { get }

  /// Which actions there are. Constant.
  var actionSpace: ActionSpace { get }

  /// Whether a step takes 20 microseconds or more: those of a physics simulator do. The policy then
  /// leaves the processor's clock to the environment where it would lower it. Only speed depends on
  /// this; false by default.
  static var hasLongSteps: Bool { get }

  /// Whether ``save(to:)`` writes the whole state; true by default. Where it cannot, say false: neither it
  /// nor ``restore(from:)`` is called for checkpoints then, and a resumed run begins a new episode.
  static var savesState: Bool { get }

  /// Begins an episode, from whatever state the last one left. Called before the first step.
  mutating func reset(using random: inout RandomStream)

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - action: ``ActionSpace/width`` finite values. A discrete action is its index.
  ///   - random: The source of everything random in the step.
  /// - Returns: The reward, and whether the step ended the episode.
  /// - Throws: ``EnvironmentError`` where the environment cannot go on. It stops the training, with
  ///   the message, the environment's index and the step in the report.
  mutating func step(
    _ action: Span<Float>, using random: inout RandomStream
  ) throws(EnvironmentError) -> StepResult

  /// Writes what the agent sees of the present state, one value for each component of
  /// ``observationSpace``.
  func observe(into observation: inout MutableSpan<Float>)

  /// Writes the whole state: all that decides what later steps give.
  func save(to state: inout EnvironmentState)

  /// Goes back to a state that ``save(to:)`` wrote, possibly in another process.
  ///
  /// - Throws: ``EnvironmentError`` where the state lacks something. What the environment's state is
  ///   after that does not matter.
  mutating func restore(from state: EnvironmentState) throws(EnvironmentError)

  /// Numbers about the last step that are worth recording: the terms of the reward, for instance, or
  /// where the agent is. Each has as many values every time. None by default. They are not part of the
  /// state.
  var diagnostics: Diagnostics { get }

  /// What the actions are called: the choices of ``ActionSpace/discrete(_:)``, or the components of any
  /// other space, in order. Without names by default. Constant.
  var actionLabels: [QuantityLabel] { get }

  /// The units of ``diagnostics`` and what their values mean, by name. What is not in the list is a plain
  /// number. Constant.
  var diagnosticLabels: [QuantityLabel] { get }

  /// The time that a step stands for, in seconds; nil, as by default, where the world has no unit of
  /// time. Constant.
  var secondsPerStep: Double? { get }

  /// What stays the same through an episode and is recorded with it in any case: where a hidden goal
  /// lies, for instance. Asked for after the reset. None by default.
  var episodeFacts: KeyValuePairs<String, [Double]> { get }

  /// What it looks like now, for videos; nil by default, where a card of what the agent is shown is
  /// drawn. Asked for only when a video is made.
  var picture: EnvironmentPicture? { get }

  /// The plane that the agent moves in, for maps of where it was; nil, as by default, where it moves in
  /// none or the plane has no bounds. Constant.
  var floorPlan: FloorPlan? { get }
}

extension Environment {
  public static var hasLongSteps: Bool { false }

  public static var savesState: Bool { true }

  public var diagnostics: KeyValuePairs<String, [Double]> { [:] }

  public var actionLabels: [QuantityLabel] { [] }

  public var diagnosticLabels: [QuantityLabel] { [] }

  public var secondsPerStep: Double? { nil }

  public var episodeFacts: KeyValuePairs<String, [Double]> { [:] }

  public var picture: EnvironmentPicture? { nil }

  public var floorPlan: FloorPlan? { nil }
}
