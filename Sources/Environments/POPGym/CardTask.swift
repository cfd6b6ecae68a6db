import Tensors

/// A task whose whole state is a shuffled pile of cards and how many steps were taken. Unless it says
/// otherwise, each step deals a card, which the agent sees.
protocol CardTask: POPGymTask {
  var deck: Deck { get set }
  var steps: Int { get set }
}

extension CardTask {
  /// One card lies open already when the first step is taken.
  var stepLimit: Int { deck.count - 1 }

  mutating func reset(using random: inout RandomStream) {
    deck.shuffle(using: &random)
    steps = 0
  }

  func observe(into observation: inout MutableSpan<Float>) {
    observation[0] = Float(deck.value(dealt: steps))
  }

  func save(to state: inout EnvironmentState) {
    deck.save(to: &state)
    state["steps"] = [Double(steps)]
  }

  mutating func restore(from state: EnvironmentState) throws(EnvironmentError) {
    try deck.restore(from: state)
    // After the last card there is no step to take.
    steps = try state.count("steps", in: 0...stepLimit - 1)
  }
}
