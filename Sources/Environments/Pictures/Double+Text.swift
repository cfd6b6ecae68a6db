import Foundation

extension Double {
  /// A number as a picture shows it: a whole one as it is, another one with three digits.
  package var shortText: String {
    self == rounded() && abs(self) < 1e6
      ? String(Int(self)) : String(format: abs(self) < 1000 ? "%.3g" : "%.0f", self)
  }
}
