import Models
import Spaces
import Storage
import Tensors

/// One case of a file of `policy/`: a policy with the recorded parameters, and what it was given.
struct PolicyCase {
  let data: ReferenceCase
  let tolerances: PolicyReference.Tolerances
  let policy: Policy
  let steps: Int  // T
  let environments: Int  // N
  let kind: ActionKind
  let actionSize: Int

  enum ActionKind: String {
    case discrete, box, bernoulli
  }

  init(_ data: ReferenceCase, tolerances: PolicyReference.Tolerances) throws {
    self.data = data
    self.tolerances = tolerances
    steps = try data.size("steps")
    environments = try data.size("environments")
    actionSize = try data.size("action_size")
    let name = try data.text("action_kind")
    guard let kind = ActionKind(rawValue: name) else {
      throw data.bad("its actions are of the unknown kind '\(name)'")
    }
    self.kind = kind
    let head: HeadConfiguration =
      switch kind {
      case .discrete: .categorical([actionSize])
      case .box: .diagonalGaussian(actionSize)
      case .bernoulli: .bernoulli(actionSize)
      }
    policy = try Policy(
      Self.configuration(data), observation: Self.observation(of: data), head: head)
    try readParameters()
  }

  private static func configuration(_ data: ReferenceCase) throws -> PolicyConfiguration {
    var configuration = PolicyConfiguration()
    configuration.isRecurrent = try data.number("recurrent") != 0
    configuration.hiddenSize = try data.size("hidden_size")
    try readCell(of: data, into: &configuration)
    try readEncoder(of: data, into: &configuration)
    if try data.file.containsAttribute("num_layers", of: data.path) {
      configuration.layerCount = try data.size("num_layers", in: 0...64)
      configuration.sharedLayerCount = try data.size("num_shared_layers", in: -1...64)
    }
    return configuration
  }

  /// Files of the first kind have no word for their only cell.
  private static func readCell(
    of data: ReferenceCase, into configuration: inout PolicyConfiguration
  ) throws {
    guard try data.file.containsAttribute("cell", of: data.path) else { return }
    if try data.file.containsAttribute("cell_layers", of: data.path) {
      configuration.cellCount = try data.size("cell_layers", in: 1...2)
    }
    if try data.file.containsAttribute("separate_cells", of: data.path) {
      configuration.separatesMemory = try data.number("separate_cells") != 0
    }
    switch try data.text("cell") {
    case "none", "gru": break
    case "lru":
      configuration.cell = "lru"
      configuration.lruUnits = try data.size("units")
    case "elman", "leaky":
      configuration.cell = "rnn"
      var rnn = RNNConfiguration()
      let name = try data.text("nonlinearity")
      guard let nonlinearity = RNNConfiguration.Nonlinearity(rawValue: name) else {
        throw data.bad("its nonlinearity '\(name)' is unknown")
      }
      rnn.nonlinearity = nonlinearity
      rnn.leak = try data.number("alpha")
      if try data.number("dale") != 0 {
        rnn.excitatory =
          Double(try data.size("excitatory_units")) / Double(configuration.hiddenSize)
        rnn.connectsToSelf = try data.number("self_connections") != 0
      }
      configuration.rnn = rnn
    case let name: configuration.cell = name
    }
  }

  private static func readEncoder(
    of data: ReferenceCase, into configuration: inout PolicyConfiguration
  ) throws {
    guard try hasImages(data) else { return }
    configuration.encoder = try (0..<data.size("conv_count", in: 1...16)).map { index in
      func size(_ name: String, in range: ClosedRange<Int>) throws -> Int {
        try data.size("conv\(index)_\(name)", in: range)
      }
      let (maps, kernel) = try (size("channels", in: 1...256), size("kernel", in: 1...64))
      let (stride, padding) = try (size("stride", in: 1...64), size("padding", in: 0...63))
      return "\(maps)x\(kernel)s\(stride)p\(padding)"
    }.joined(separator: ",")
    configuration.encoderSize = configuration.hiddenSize
    if try data.text("encoder_activation") == "none" {
      configuration.encoderActivation = .identity
    }
  }

  private static func hasImages(_ data: ReferenceCase) throws -> Bool {
    try data.file.containsAttribute("image_channels", of: data.path)
  }

  private static func observation(of data: ReferenceCase) throws -> ObservationLayout {
    guard try hasImages(data) else { return .vector(try data.size("obs_size")) }
    let shape = try ["channels", "height", "width"].map {
      try data.size("image_\($0)", in: 1...512)
    }
    return ObservationLayout([.init("image", shape: shape, element: .uint8)])
  }

  /// Reads what the policy saw, [T, N, O] or images [T, N, C, H, W].
  func readObservations(into observations: Observations) throws {
    let layout = policy.observation
    let (arena, raw) = Arena.carve {
      $0.matrix(rows: steps * environments, columns: layout.size)
    }
    try withExtendedLifetime(arena) {
      try data.read(
        "inputs/observations", into: raw,
        shape: [steps, environments] + (layout.images.first?.field.shape ?? [layout.size]))
      observations.take(raw, layout)
    }
  }

  /// All parameters as the file has them.
  var parameters: [ReferenceParameter] {
    get throws {
      try policy.layout.slots.flatMap { try ReferenceParameter.parts(of: $0, in: data) }
    }
  }

  /// S as the file has it: without what an LRU's state repeats of its output.
  var stateSize: Int {
    policy.configuration.cell == "lru"
      ? policy.hiddenStateSize - policy.configuration.hiddenSize : policy.hiddenStateSize
  }

  /// Reads states, [..., S], into the columns that are theirs.
  func readStates(_ name: String, into states: Matrix, shape: [Int]) throws {
    let (arena, whole) = Arena.carve { $0.matrix(rows: states.rows, columns: stateSize) }
    try withExtendedLifetime(arena) {
      try data.read(name, into: whole, shape: shape + [stateSize])
      states.columns(0..<stateSize).copy(from: whole)
    }
  }

  private func readParameters() throws {
    data.compare(
      [Double(policy.layout.parameterCount)], with: [try data.number("parameter_count")],
      tolerance: tolerances.exact, as: "parameter_count")
    for parameter in try parameters {
      parameter.fill(
        policy.parameters, with: try data.read("weights/\(parameter.name)", shape: parameter.shape))
    }
  }

  /// The shape of a dataset of one action a step and environment.
  var actionShape: [Int] {
    kind == .discrete ? [steps, environments] : [steps, environments, actionSize]
  }

  /// Reads the actions, which have to be possible ones.
  func readActions() throws -> [Float] {
    let actions = try data.read("inputs/actions", shape: actionShape)
    let isPossible: (Double) -> Bool =
      switch kind {
      case .discrete: { $0 == $0.rounded() && (0..<Double(actionSize)).contains($0) }
      case .bernoulli: { $0 == 0 || $0 == 1 }
      case .box: { $0.isFinite }
      }
    guard actions.allSatisfy(isPossible) else {
      throw data.bad("its actions are not all possible ones")
    }
    return actions.map(Float.init)
  }

  /// What the behaviour policy left in the rollout, the returns computed from it.
  func makeRollout(_ returns: ReturnConfiguration) throws -> RolloutStorage {
    let rollout = RolloutStorage(
      steps: steps, environments: environments, observation: policy.observation,
      hiddenStateSize: policy.hiddenStateSize, actionSize: policy.actionSize)
    let shape = [steps, environments]
    try readObservations(into: rollout.observations.rows(0..<rollout.sampleCount))
    rollout.actions.copy(from: try readActions())
    try data.read("stored/log_probs", into: rollout.logProbabilities, shape: shape)
    try data.read("stored/rewards", into: rollout.rewards, shape: shape)
    try data.read("stored/masks_with_next", into: rollout.masks, shape: [steps + 1, environments])
    try data.read("stored/values", into: rollout.values.rows(0..<steps), shape: shape)
    try data.read("stored/next_value", into: rollout.values.row(steps), shape: [environments])
    if policy.configuration.isRecurrent {
      try readStates(
        "stored/hidden_states", into: rollout.hiddenStates, shape: [steps + 1, environments])
    }
    rollout.computeReturns(returns)
    return rollout
  }
}
