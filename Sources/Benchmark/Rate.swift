import Dispatch

/// Measures how often something happens.
enum Rate {
  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

  /// Calls `body`, which does `count` things, until `seconds` have gone by; returns things a second.
  static func measure(
    count: Int, seconds: Double, _ body: () throws -> Void
  ) rethrows -> Double {
    let began = now
    var done = 0
    repeat {
      try body()
      done += count
    } while now - began < seconds
    return Double(done) / (now - began)
  }
}
