import Experiments
import Testing

@Suite struct PaceTests {
  @Test func `the time left follows from the steps made since it was seen first`() {
    var pace = Pace()
    #expect(pace.stepsPerSecond == nil && pace.secondsLeft(until: 1000, at: 0) == nil)
    // It stood at 200 when it was resumed.
    pace.note(steps: 200, seconds: 10)
    #expect(pace.stepsPerSecond == nil)
    pace.note(steps: 400, seconds: 20)
    #expect(pace.stepsPerSecond == 20)
    #expect(pace.secondsLeft(until: 1000, at: 20) == 30)
    // Between two steps time passes.
    pace.note(steps: 400, seconds: 25)
    #expect(pace.stepsPerSecond == 20)
    #expect(pace.secondsLeft(until: 1000, at: 25) == 25)
    #expect(pace.secondsLeft(until: 1000, at: 100) == 0)
  }
}
