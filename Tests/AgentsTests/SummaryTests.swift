import Agents
import Tensors
import Testing

@Suite struct SummaryTests {
  @Test func `values stored one by one have the summary of all of them`() throws {
    // Far from zero, where sums of squares would lose their digits.
    let values = (0..<100).map { (index: Int) -> Double in 1e6 + Double((index * 37) % 100) / 7 }
    var running = RunningSummary()
    #expect(running.summary == nil)
    for value in values { running.store(value) }
    let (summary, expected) = (try #require(running.summary), try #require(Summary(values)))
    #expect(summary.minimum == expected.minimum && summary.maximum == expected.maximum)
    #expect(abs(summary.mean - expected.mean) < 1e-9)
    #expect(abs(summary.standardDeviation - expected.standardDeviation) < 1e-9)
  }

  @Test func `a single value is its own mean, without any deviation`() throws {
    var running = RunningSummary()
    running.store(0.1)
    let summary = try #require(running.summary)
    #expect([summary.mean, summary.minimum, summary.maximum] == [0.1, 0.1, 0.1])
    #expect(summary.standardDeviation == 0)
  }

  @Test func `every update reports its own minibatches and nothing of those before`() throws {
    let trainer = try Trainer(Configurations["PPO, feed-forward, discrete"], laneCount: 1)
    for _ in 0..<2 {
      let report = try trainer.advance()
      func value(_ name: String) throws -> Double {
        let value = try #require(report.diagnostics.first { $0.name == name }?.value)
        guard case .number(let number) = value else { throw Missing() }
        return number
      }
      for name in ["policy_loss", "value_loss", "entropy", "approximate_kl_k3", "gradient_norm"] {
        let (least, greatest) = (try value("\(name)_min"), try value("\(name)_max"))
        #expect((least...greatest).contains(try value(name)), "\(name)")
        #expect(try value("\(name)_std") <= greatest - least)
      }
      let rollout = trainer.rollout
      let predictions = rollout.values.rows(0..<rollout.steps).values.map { Double($0) }
      #expect(try value("value_max") == predictions.max())
      #expect(try value("value_min") == predictions.min())
    }
  }

  private struct Missing: Error {}
}
