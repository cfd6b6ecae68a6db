import Foundation

/// An id taken apart: `CartPole-v1` is `CartPole` of version 1.
struct EnvironmentName: Equatable {
  let base: String
  let version: Int?

  init(base: String, version: Int?) {
    self.base = base
    self.version = version
  }

  init(_ id: String) {
    if let mark = id.range(of: "-v", options: .backwards), let version = Int(id[mark.upperBound...])
    {
      self.init(base: String(id[..<mark.lowerBound]), version: version)
    } else {
      self.init(base: id, version: nil)
    }
  }

  var id: String { version.map { "\(base)-v\($0)" } ?? base }
}
