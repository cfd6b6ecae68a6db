import Agents
import Testing

@Suite("The same bits")
struct SameBitsTests {
  @Test(
    "parameters after 20 updates do not depend on the number of threads",
    arguments: Configurations.all.map(\.name))
  func threads(name: String) throws {
    let configuration = Configurations[name]
    let trainers = try [1, 2, 3].map { try Trainer(configuration, laneCount: $0) }
    for trainer in trainers { try trainer.advance(updates: 20) }
    let bits = trainers.map(\.parameterBits)
    #expect(bits[0] == bits[1])
    #expect(bits[0] == bits[2])
    #expect(trainers[0].episodes == trainers[2].episodes)
  }

  @Test("another seed gives other parameters, in every bit of it")
  func seeds() throws {
    var configuration = Configurations["PPO, feed-forward, discrete"]
    var seen = Set<[UInt32]>()
    for seed in [0] + (0..<64).map({ UInt64(1) << $0 }) {
      configuration.seed = seed
      seen.insert(try Trainer(configuration, laneCount: 1).parameterBits)
    }
    #expect(seen.count == 65)
  }

  @Test("the reports of equal runs are equal")
  func reports() throws {
    let configuration = Configurations["PPO, recurrent, continuous, physics"]
    let trainers = try [1, 2].map { try Trainer(configuration, laneCount: $0) }
    for _ in 0..<5 {
      let reports = try trainers.map { try $0.advance().diagnostics }
      for (first, second) in zip(reports[0], reports[1]) {
        #expect(first.name == second.name)
        #expect(first.value == second.value, "\(first.name)")
      }
    }
  }
}
