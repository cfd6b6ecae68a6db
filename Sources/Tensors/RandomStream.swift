/// A stream of random numbers that depends on nothing but its name: Philox4x32-10 (Salmon, Moraes,
/// Dror and Shaw 2011), a counter-based generator.
///
/// A stream is named by the run's seed, an index (an environment's, for instance) and a purpose. Its
/// whole state is ``position``, the number of 32-bit words drawn, so that saving and restoring it
/// takes one number and no stream depends on when another is drawn from.
public struct RandomStream: Sendable {
  /// What the numbers of a stream are for. Streams of different purposes never overlap.
  public struct Purpose: Sendable, Hashable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Resets and everything random inside an environment.
    public static let environment = Purpose(rawValue: 1)
    /// The policy's sampled actions.
    public static let action = Purpose(rawValue: 2)
    /// Initial parameters.
    public static let initialization = Purpose(rawValue: 3)
    /// The order of samples in minibatches.
    public static let minibatches = Purpose(rawValue: 4)
    /// The noise that is added to observations.
    public static let observation = Purpose(rawValue: 5)
    /// What K-FAC draws from the policy's own predictions.
    public static let fisher = Purpose(rawValue: 6)
  }

  private let seed: UInt64
  private let index: UInt32
  private let purpose: UInt32
  @usableFromInline var block: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)

  /// How many 32-bit words have been drawn.
  public var position: UInt64 { drawn }
  @usableFromInline var drawn: UInt64 = 0

  public init(seed: UInt64, index: UInt32 = 0, purpose: Purpose) {
    self.seed = seed
    self.index = index
    self.purpose = purpose.rawValue
  }

  /// Continues at `position`, as if that many words had been drawn.
  public mutating func move(to position: UInt64) {
    drawn = position
    if position & 3 != 0 { block = makeBlock(position >> 2) }
  }

  @usableFromInline
  func makeBlock(_ number: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    Philox.block(
      counter: (
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), index, purpose
      ),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }

  /// The next 32 random bits.
  @inlinable @inline(__always)
  public mutating func nextWord() -> UInt32 {
    let lane = drawn & 3
    if lane == 0 { block = makeBlock(drawn >> 2) }
    drawn += 1
    switch lane {
    case 0: return block.0
    case 1: return block.1
    case 2: return block.2
    default: return block.3
    }
  }
}

extension RandomStream: RandomNumberGenerator {
  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return low | UInt64(nextWord()) << 32
  }
}

/// The block function of Philox4x32-10.
package enum Philox {
  @inline(__always)
  package static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) * UInt64(c.0)
      let second = UInt64(0xCD9E_8D57) * UInt64(c.2)
      c = (
        UInt32(truncatingIfNeeded: second >> 32) ^ c.1 ^ k.0, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ c.3 ^ k.1, UInt32(truncatingIfNeeded: first)
      )
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }
}
