/// One setting of an environment: its name, what it means, and how it is read from text.
public struct EnvironmentArgument<Root>: Sendable {
  /// The name in small letters with underscores: `healthy_reward`.
  public let name: String
  /// What it means, in a sentence.
  public let summary: String
  /// What can be given, in a few words that can follow "must be".
  public let kind: String

  let text: @Sendable (Root) -> String
  /// Sets the part of `root` that this names, or returns false where `text` is nothing of that kind.
  let set: @Sendable (_ root: inout Root, _ text: String) -> Bool

  /// A setting of any kind: a switch, a range of numbers, a choice.
  public init<Value: EnvironmentArgumentValue>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ summary: String
  ) {
    self.init(name, path, summary, kind: Value.kind) { _ in true }
  }

  /// A number within bounds.
  public init<Value: EnvironmentArgumentValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ summary: String,
    in bounds: ClosedRange<Value>
  ) where Value: Sendable {
    let (low, high) = (bounds.lowerBound.argumentText, bounds.upperBound.argumentText)
    self.init(name, path, summary, kind: "\(Value.kind) from \(low) to \(high)") {
      bounds.contains($0)
    }
  }

  /// A number from a bound upwards.
  public init<Value: EnvironmentArgumentValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ summary: String,
    in bounds: PartialRangeFrom<Value>
  ) where Value: Sendable {
    let kind = "\(Value.kind) from \(bounds.lowerBound.argumentText) upwards"
    self.init(name, path, summary, kind: kind) { $0 >= bounds.lowerBound }
  }

  private init<Value: EnvironmentArgumentValue>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ summary: String,
    kind: String, accepts: @escaping @Sendable (Value) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    text = { $0[keyPath: path].argumentText }
    set = { root, text in
      guard let value = Value(argumentText: text), accepts(value) else { return false }
      root[keyPath: path] = value
      return true
    }
  }
}
