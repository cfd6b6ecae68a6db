import Experiments
import Testing

@Suite struct NaturalOrderTests {
  @Test(arguments: [
    ["run-lr0.0003_s2", "run-lr0.0003_s10", "run-lr0.001_s1"], ["-200.5", "-3", "0", "1e-05", "7"],
    ["a", "a1", "a1b", "ab", "b"], ["1e-4", "0.003", "2e3"],
  ])
  func `numbers in names count by their values`(names: [String]) {
    #expect(names.reversed().sorted(by: NaturalOrder.precedes) == names)
    for name in names { #expect(!NaturalOrder.precedes(name, name)) }
  }
}
