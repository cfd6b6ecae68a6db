import Foundation
import Settings
import Tensors

/// How the biases of a cell's gates are drawn.
public enum MemoryInitialization: Hashable, Sendable, SettingValue {
  /// As the original work does.
  case zeros
  /// For memories of up to T steps: a gate that keeps the state begins with the bias log u, with u
  /// uniform in 1...T - 1 for each unit (Tallec and Ollivier 2018, arXiv 1804.11188, section 3).
  case chrono(Int)

  public static var kind: String { "zeros, or chrono:T with T from 3 to 1000000 steps" }
  private static let steps = 3...1_000_000

  public init?(settingText text: String) {
    if text == "zeros" {
      self = .zeros
    } else if text.hasPrefix("chrono:"), let steps = Int(text.dropFirst(7)),
      Self.steps.contains(steps)
    {
      self = .chrono(steps)
    } else {
      return nil
    }
  }

  public var settingText: String {
    switch self {
    case .zeros: "zeros"
    case .chrono(let steps): "chrono:\(steps)"
    }
  }

  /// Fills the biases of a gate.
  ///
  /// - Parameters:
  ///   - keeping: of the gate that keeps the state where it is open, [1, H]; nil where there is none.
  ///   - renewing: of the one that lets the new in, [1, H], likewise.
  func fill(keeping: Matrix? = nil, renewing: Matrix? = nil, using random: inout RandomStream) {
    guard case .chrono(let steps) = self, let count = (keeping ?? renewing)?.count else { return }
    for unit in 0..<count {
      let bias = Float(log(random.uniform(1, Double(steps - 1))))
      keeping?[unit] = bias
      renewing?[unit] = -bias
    }
  }
}

extension MemoryInitialization: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(settingText: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not \(Self.kind)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(settingText)
  }
}
