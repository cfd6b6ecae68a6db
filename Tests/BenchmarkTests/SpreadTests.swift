import Testing
import agents_benchmark

@Suite("The spread of measurements")
struct SpreadTests {
  @Test("of an odd number has the middle one as its median, whatever their order")
  func odd() {
    let spread = Spread([5, 1, 100, 2, 3])
    #expect(spread.median == 3)
    #expect(spread.minimum == 1)
    #expect(spread.maximum == 100)
  }

  @Test("of an even number has the mean of the middle two as its median")
  func even() {
    #expect(Spread([4, 1, 8, 2]).median == 3)
  }

  @Test("of one measurement is that measurement")
  func one() {
    let spread = Spread([7])
    #expect((spread.minimum, spread.median, spread.maximum) == (7, 7, 7))
  }
}
