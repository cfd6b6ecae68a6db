import Foundation

extension Float {
  /// e to the power of this value.
  @inline(__always)
  public var exponential: Float { exp(self) }
}
