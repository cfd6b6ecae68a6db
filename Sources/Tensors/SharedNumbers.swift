/// A fixed number of double-precision values that lanes write side by side, each its own.
@safe package final class SharedNumbers: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Double>
  package let count: Int

  package init(count: Int) {
    self.count = count
    unsafe base = .allocate(capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  package subscript(index: Int) -> Double {
    get {
      assert(index >= 0 && index < count)
      return unsafe base[index]
    }
    set {
      assert(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  /// The sum, first to last.
  package var sum: Double {
    var total = 0.0
    for index in 0..<count { total += self[index] }
    return total
  }
}
