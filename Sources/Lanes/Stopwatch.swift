import Dispatch

/// Adds up the time between its starts and stops. Switched off, it costs a comparison.
package struct Stopwatch: Sendable {
  private let isOn: Bool
  private var began: UInt64 = 0
  private var nanoseconds: UInt64 = 0

  package init(isOn: Bool = false) { self.isOn = isOn }

  @inline(__always)
  package mutating func start() {
    if isOn { began = DispatchTime.now().uptimeNanoseconds }
  }

  @inline(__always)
  package mutating func stop() {
    if isOn { nanoseconds += DispatchTime.now().uptimeNanoseconds - began }
  }

  package var seconds: Double { Double(nanoseconds) * 1e-9 }
}
