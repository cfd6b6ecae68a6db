import Evaluate
import Foundation
import HDF5
import Testing

@Suite struct HeldInputTests {
  @Test func `a text has an observation in each line`() throws {
    let text = "# x, y\n\n1, 2\n-0.5 1e3\n  # the end\n"
    #expect(
      try HeldInput(parsing: text, size: 2, path: "inputs.txt")
        == .observations([[1, 2], [-0.5, 1000]]))
  }

  @Test(arguments: [
    ("1,2,3", "line 1"), ("1,2\n1", "line 2"), ("1,two", "line 1"), ("1,nan", "line 1"),
    ("# nothing", "no observation"),
  ]) func `a line that is no observation is named`(text: String, problem: String) {
    let error = #expect(throws: AnalysisError.self) {
      try HeldInput(parsing: text, size: 2, path: "inputs.txt")
    }
    #expect(error?.cause == .badData)
    #expect(error?.description.contains(problem) == true)
    #expect(error?.description.hasPrefix("inputs.txt") == true)
  }

  @Test func `inputs are scaled as in training, unless they are as the policy sees them`() throws {
    let trained = try Policies.cartPole()
    let file = try RecordedFile { file in
      try file.writeCountingEpisode(0, steps: 2, units: nil)
      // A row for each of the three states between steps.
      try file.write([1.0, 2, 3, 4, 5, 6], shape: [3, 2], to: "episode_0/observations")
    }
    let reader = try file.reader()
    // The made-up statistics: means 0 and 0.1, variances 0.5 and 1.5.
    func scaled(_ value: Double, _ mean: Double, _ variance: Double) -> Double {
      (value - mean) / (variance + 1e-8).squareRoot()
    }
    let held = HeldInput.observations([[0.25, -0.25]])
    let input = try held.inputs(of: trained, in: reader)[0]
    #expect(abs(input[0] - scaled(0.25, 0, 0.5)) < 1e-12)
    #expect(abs(input[1] - scaled(-0.25, 0.1, 1.5)) < 1e-12)
    #expect(try held.inputs(of: trained, in: reader, isAsSeen: true) == [[0.25, -0.25]])
    #expect(try HeldInput.zero.inputs(of: trained, in: reader, isAsSeen: true) == [[0, 0]])
    // The recorded ones are as the policy saw them; the last state has no step.
    #expect(try HeldInput.mean.inputs(of: trained, in: reader) == [[2, 3]])
  }
}
