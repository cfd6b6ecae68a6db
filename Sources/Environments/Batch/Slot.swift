import Tensors

/// One environment of a batch with what belongs to it.
struct Slot<World: Environment> {
  var world: World
  var random: RandomStream
  /// The steps taken in the present episode.
  var elapsedSteps = 0

  init(_ world: World, random: RandomStream) {
    self.world = world
    self.random = random
  }

  mutating func reset() {
    elapsedSteps = 0
    world.reset(using: &random)
  }

  var snapshot: EnvironmentSnapshot {
    var state = EnvironmentState()
    world.save(to: &state)
    return EnvironmentSnapshot(
      state: state, elapsedSteps: elapsedSteps, randomPosition: random.position)
  }

  mutating func restore(_ snapshot: EnvironmentSnapshot) throws(EnvironmentError) {
    try world.restore(from: snapshot.state)
    elapsedSteps = snapshot.elapsedSteps
    random.move(to: snapshot.randomPosition)
  }
}
