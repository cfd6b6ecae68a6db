import Tensors

/// One environment of a batch with what belongs to it.
struct Slot<World: Environment> {
  var world: World
  var random: RandomStream
  var memory: ObservationMemory
  /// The steps taken in the present episode.
  var elapsedSteps = 0

  init(_ world: World, random: RandomStream, memory: ObservationMemory) {
    self.world = world
    self.random = random
    self.memory = memory
  }

  @inline(never)
  mutating func reset() {
    elapsedSteps = 0
    memory.reset()
    world.reset(using: &random)
  }

  var snapshot: EnvironmentSnapshot {
    var state = EnvironmentState()
    world.save(to: &state)
    return EnvironmentSnapshot(
      state: state, elapsedSteps: elapsedSteps, randomPosition: random.position,
      view: memory.state)
  }

  mutating func restore(_ snapshot: EnvironmentSnapshot) throws(EnvironmentError) {
    try world.restore(from: snapshot.state)
    try memory.restore(from: snapshot.view)
    elapsedSteps = snapshot.elapsedSteps
    random.move(to: snapshot.randomPosition)
  }
}
