import Tensors

/// Finds numbers in an environment's observations that cannot be there: infinite ones and NaN, and in
/// images any but whole numbers from 0 to 255.
struct ObservationCheck: Sendable {
  private let space: BoxSpace
  /// Where an observation has bytes.
  private let images: [Range<Int>]

  init(_ space: BoxSpace) {
    self.space = space
    images = space.byteRanges
    hasImages = !images.isEmpty
  }

  /// Whether a row that is finite may yet be refused.
  let hasImages: Bool

  /// Whether the images in a row consist of bytes.
  func hasBytes(_ observations: Matrix, row: Int) -> Bool {
    for range in images where !observations.withRow(row, { $0.extracting(range).areBytes }) {
      return false
    }
    return true
  }

  /// What is wrong with a row that is not accepted.
  @inline(never)
  func problem(_ row: [Float]) -> EnvironmentFailure.Problem {
    if let index = row.firstIndex(where: { !$0.isFinite }) {
      return .observation(
        component: space.component(at: index).name, index: index, value: row[index])
    }
    let index = images.joined().first { !row[$0].isByte } ?? 0
    return .image(component: space.component(at: index).name, index: index, value: row[index])
  }
}

// Both without early exit, so that the compiler can look at several values at once.
extension Span<Float> {
  /// Whether no value is infinite or NaN.
  var areFinite: Bool {
    let exponent = Float.infinity.bitPattern
    var isBad: UInt32 = 0
    for index in indices { isBad |= self[index].bitPattern & exponent == exponent ? 1 : 0 }
    return isBad == 0
  }

  /// Whether every value is a whole number from 0 to 255.
  fileprivate var areBytes: Bool {
    var isBad: UInt32 = 0
    for index in indices { isBad |= self[index].isByte ? 0 : 1 }
    return isBad == 0
  }
}

extension Float {
  /// Whether it is a whole number from 0 to 255. Adding 2^23 rounds to one.
  fileprivate var isByte: Bool {
    let isWhole = (self + 0x1p23) - 0x1p23 == self
    return self >= 0 && self <= 255 && isWhole
  }
}
