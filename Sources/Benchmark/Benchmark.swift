import Agents
import Environments
import Foundation

@main struct Benchmark {
  static func main() throws {
    let only = CommandLine.arguments.dropFirst().first
    func run(_ name: String, _ id: String, recurrent: Bool, _ change: (inout TrainingConfiguration) -> Void) throws {
      if let only, only != name { return }
      var c = TrainingConfiguration(algorithm: .ppo, environment: EnvironmentConfiguration(id: id), isRecurrent: recurrent)
      c.totalSteps = 1_000_000_000
      change(&c)
      for lanes in (CommandLine.arguments.count > 2 ? [Int(CommandLine.arguments[2])!] : [1, 2]) {
        let t = try Trainer(c, laneCount: lanes)
        t.collector.measuresEnvironments = true
        var best = 0.0, roll = 0.0, upd = 0.0, env = 0.0
        let began = Date()
        for i in 0..<1000 {
          let r = try t.advance()
          if i > 2 { roll += r.rolloutSeconds; upd += r.updateSeconds; env += t.collector.environmentSeconds
          best = max(best, Double(c.rolloutSize) / (r.rolloutSeconds + r.updateSeconds)) }
          if -began.timeIntervalSinceNow > 3 && i > 4 { break }
        }
        let total = roll + upd
        print(name, "lanes", lanes, "best", Int(best), "rollout%", Int(100 * roll / total), "env%", Int(100 * env / Double(lanes) / total), t.episodes.returnSummary?.mean ?? -1)
      }
    }
    try run("T1", "HalfCheetah-v4", recurrent: false) { _ in }
    try run("T2", "HalfCheetah-v4", recurrent: true) { _ in }
    func small(_ c: inout TrainingConfiguration) { c.stepCount = 128; c.ppo.epochCount = 4; c.ppo.minibatchCount = 4 }
    try run("T3", "CartPole-v1", recurrent: false) { small(&$0) }
    try run("T4", "CartPoleNoVel-v1", recurrent: true) { small(&$0) }
    try run("T4-64", "CartPoleNoVel-v1", recurrent: true) { small(&$0); $0.environmentCount = 64 }
  }
}
