import CAllocationCounter
import Environments
import Testing

/// One at a time: the counter adds up what all watched threads allocate.
@Suite(.serialized, .enabled(if: allocation_counter_counts() == 1))
struct StepAllocationTests {
  private static let tasks = EnvironmentRegistry.standard.environments
    .filter { $0.variantOf == nil }.map(\.id)

  @Test(arguments: tasks)
  func `steps and resets allocate nothing after the first episodes`(_ id: String) throws {
    let harness = try Harness(
      EnvironmentRegistry.standard.find(id).environment.configured(["max_episode_steps": "30"]),
      indices: 0..<1)
    try harness.reset()
    // The actions are made first, for they are arrays.
    let actions = (0..<100).map { harness.actions(time: $0) }
    for action in actions { try harness.step(action) }
    allocation_counter_watch_this_thread(1)
    let before = allocation_counter_count()
    for action in actions { try harness.step(action) }
    let after = allocation_counter_count()
    allocation_counter_watch_this_thread(0)
    #expect(after == before)
  }
}
