import Tensors
import Testing

@Suite struct RandomStreamTests {
  /// The known answers that the generator's authors publish.
  @Test func `blocks are those of Philox4x32-10`() {
    let all = UInt32.max
    #expect(
      Philox.block(counter: (0, 0, 0, 0), key: (0, 0))
        == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.block(counter: (all, all, all, all), key: (all, all))
        == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: (0xa409_3822, 0x299f_31d0)) == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func `a stream goes through the blocks of its seed, index and purpose`() {
    var random = RandomStream(
      seed: 0x299f_31d0_a409_3822, index: 0x1319_8a2e, purpose: .init(rawValue: 0x0370_7344))
    let number: UInt64 = 0x05a3_08d3_ffff_ffff
    random.move(to: number * 4 + 2)
    func block(_ number: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
      Philox.block(
        counter: (
          UInt32(truncatingIfNeeded: number), UInt32(number >> 32), 0x1319_8a2e, 0x0370_7344
        ), key: (0xa409_3822, 0x299f_31d0))
    }
    let (last, next) = (block(number), block(number + 1))
    let words = (0..<6).map { _ in random.nextWord() }
    #expect(words == [last.2, last.3, next.0, next.1, next.2, next.3])
    // 64 bits are two words, the lower half first.
    random.move(to: number * 4)
    #expect(random.next() == UInt64(last.1) << 32 | UInt64(last.0))
  }

  @Test(arguments: 0..<11)
  func `a stream goes on from a position as if it had never stopped`(_ drawn: Int) {
    var random = RandomStream(seed: 9, index: 3, purpose: .action)
    for _ in 0..<drawn { _ = random.nextWord() }
    var restored = RandomStream(seed: 9, index: 3, purpose: .action)
    restored.move(to: random.position)
    #expect((0..<10).map { _ in random.nextWord() } == (0..<10).map { _ in restored.nextWord() })
    #expect(random.position == restored.position)
  }

  @Test func `every bit of the seed, the index and the purpose makes another stream`() {
    var first = Set<[UInt32]>()
    func insert(_ stream: RandomStream) {
      var stream = stream
      first.insert((0..<4).map { _ in stream.nextWord() })
    }
    insert(RandomStream(seed: 0, index: 0, purpose: .init(rawValue: 0)))
    for bit in 0..<64 { insert(RandomStream(seed: 1 << bit, purpose: .init(rawValue: 0))) }
    for bit in 0..<32 {
      insert(RandomStream(seed: 0, index: 1 << bit, purpose: .init(rawValue: 0)))
      insert(RandomStream(seed: 0, purpose: .init(rawValue: 1 << bit)))
    }
    #expect(first.count == 1 + 64 + 32 + 32)
  }
}
