import Environments
import Foundation
import Tensors
import Testing

@Suite struct SineAndCosineTests {
  /// The C library's own error is below one unit in the last place, 1.2e-16 at most.
  @Test func `sine and cosine are exact to 1e-15`() {
    var random = RandomStream(seed: 1, purpose: .environment)
    for scale in [1e-9, 1e-3, 1, 10, 1000, 1e6] {
      for _ in 0..<20_000 {
        let angle = random.uniform(-scale, scale)
        let (sine, cosine) = sineAndCosine(angle)
        #expect(abs(sine - sin(angle)) < 1e-15 && abs(cosine - cos(angle)) < 1e-15, "\(angle)")
      }
    }
    for quarter in -20...20 {
      let angle = Double(quarter) * .pi / 2
      let (sine, cosine) = sineAndCosine(angle)
      #expect(abs(sine - sin(angle)) < 1e-15 && abs(cosine - cos(angle)) < 1e-15)
    }
    #expect(sineAndCosine(0) == (0, 1))
  }
}
