import Experiments
import Testing

@Suite struct HumanUnitsTests {
  @Test(arguments: [
    (0, "0"), (-3, "0"), (7, "7"), (950, "950"), (999.4, "999"), (999.6, "1.0k"), (1_234, "1.2k"),
    (9_949, "9.9k"), (9_951, "10k"), (345_210, "345k"), (999_499, "999k"), (999_501, "1.0M"),
    (1_200_000, "1.2M"), (2e9, "2.0G"), (1.5e13, "15T"), (1e16, "10000T"), (.infinity, "?"),
    (.nan, "?"),
  ])
  func `counts are rounded to a unit`(_ value: Double, text: String) {
    #expect(HumanUnits.count(value) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (-1, "0 s"), (0.6, "1 s"), (59.4, "59 s"), (59.6, "1 min 0 s"),
    (125, "2 min 5 s"), (3_599.7, "1 h 0 min"), (11_520, "3 h 12 min"), (187_200, "2 d 4 h"),
    (.infinity, "?"), (.nan, "?"),
  ])
  func `durations are told in two units`(_ seconds: Double, text: String) {
    #expect(HumanUnits.duration(seconds: seconds) == text)
  }

  @Test(arguments: [
    (0, "0.000"), (0.12345, "0.123"), (9.9996, "10.00"), (-912.34, "-912.3"), (99.996, "100.0"),
    (12_345.6, "12346"), (.nan, "nan"),
  ])
  func `values keep about four digits`(_ value: Double, text: String) {
    #expect(HumanUnits.value(value) == text)
  }

  @Test(arguments: [(0, "0 episodes"), (1, "1 episode"), (2, "2 episodes"), (21, "21 episodes")])
  func `one thing is told from several`(_ count: Int, text: String) {
    #expect(HumanUnits.counted(count, "episode") == text)
  }

  @Test func `a plural can be one of its own`() {
    #expect(HumanUnits.counted(1, "switch", plural: "switches") == "1 switch")
    #expect(HumanUnits.counted(3, "switch", plural: "switches") == "3 switches")
  }
}
