/// One setting of a configuration: its name, what it means, what it can be, and how it is read from text.
/// A configuration lists its own beside their declaration (``Configurable``).
public struct Setting<Root>: Sendable {
  /// The name: that of the property, or that of an environment's argument, such as `healthy_reward`. A
  /// part's settings have its name in front: `learning.optimizer.epsilon`.
  public let name: String
  /// What a command line calls it, where that is not the name's last part in small letters with hyphens.
  public let shortName: String?
  /// What it means, in a sentence.
  public let summary: String
  /// What can be given, in a few words that can follow "must be".
  public let kind: String

  /// What it stands for where there is none: `by size`.
  public let absence: SettingMessage?

  let text: @Sendable (Root) -> String
  /// Sets the part of `root` that this names, or returns false where `text` is nothing of that kind.
  let set: @Sendable (_ root: inout Root, _ text: String) -> Bool
  /// Sets it to a value of its type, or returns false where `value` is of another.
  let assign: @Sendable (_ root: inout Root, _ value: Any) -> Bool
  /// What is wrong with the value in `root`, in words that can follow the name; nil where nothing is.
  let problem: @Sendable (_ root: Root) -> String?

  /// A setting of any kind: a switch, a range of numbers, a choice.
  public init<Value: SettingValue>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, short: String? = nil,
    _ summary: String, absence: SettingMessage? = nil
  ) {
    self.init(
      name: name, shortName: short, summary: summary, kind: Value.kind, absence: absence,
      text: { $0[keyPath: path].settingText },
      set: { root, text in
        guard let value = Value(settingText: text) else { return false }
        root[keyPath: path] = value
        return true
      },
      assign: { root, value in
        guard let value = value as? Value else { return false }
        root[keyPath: path] = value
        return true
      },
      problem: { _ in nil })
  }

  /// A number within bounds.
  public init<Value: SettingValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, short: String? = nil,
    _ summary: String, in bounds: ClosedRange<Value>
  ) {
    self.init(name, path, short: short, summary, bounds: SettingBounds(bounds))
  }

  /// A number from a bound upwards.
  public init<Value: SettingValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, short: String? = nil,
    _ summary: String, in bounds: PartialRangeFrom<Value>
  ) {
    self.init(name, path, short: short, summary, bounds: SettingBounds(bounds))
  }

  /// A number within bounds, or none.
  public init<Value: SettingValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, short: String? = nil,
    _ summary: String, in bounds: ClosedRange<Value>, absence: SettingMessage? = nil
  ) {
    self.init(
      name, path, short: short, summary, bounds: SettingBounds(bounds).orNone, absence: absence)
  }

  /// A number from a bound upwards, or none.
  public init<Value: SettingValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, short: String? = nil,
    _ summary: String, in bounds: PartialRangeFrom<Value>, absence: SettingMessage? = nil
  ) {
    self.init(
      name, path, short: short, summary, bounds: SettingBounds(bounds).orNone, absence: absence)
  }

  private init<Value: SettingValue>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, short: String?,
    _ summary: String, bounds: SettingBounds<Value>, absence: SettingMessage? = nil
  ) {
    self.init(
      name: name, shortName: short, summary: summary, kind: bounds.kind, absence: absence,
      text: { $0[keyPath: path].settingText },
      set: { root, text in
        guard let value = Value(settingText: text), bounds.contains(value) else { return false }
        root[keyPath: path] = value
        return true
      },
      assign: { root, value in
        guard let value = value as? Value else { return false }
        root[keyPath: path] = value
        return true
      },
      problem: { bounds.problem(with: $0[keyPath: path]) })
  }

  private init(
    name: String, shortName: String?, summary: String, kind: String, absence: SettingMessage?,
    text: @escaping @Sendable (Root) -> String,
    set: @escaping @Sendable (inout Root, String) -> Bool,
    assign: @escaping @Sendable (inout Root, Any) -> Bool,
    problem: @escaping @Sendable (Root) -> String?
  ) {
    self.name = name
    self.shortName = shortName
    self.summary = summary
    self.kind = kind
    self.absence = absence
    self.text = text
    self.set = set
    self.assign = assign
    self.problem = problem
  }

  /// The same setting of the whole that `Root` is the part called `part` of.
  public func within<Whole>(
    _ part: String, _ path: any WritableKeyPath<Whole, Root> & Sendable
  ) -> Setting<Whole> {
    Setting<Whole>(
      name: "\(part).\(name)", shortName: shortName, summary: summary, kind: kind,
      absence: absence?.within(part), text: { [text] in text($0[keyPath: path]) },
      set: { [set] whole, text in set(&whole[keyPath: path], text) },
      assign: { [assign] whole, value in assign(&whole[keyPath: path], value) },
      problem: { [problem] in problem($0[keyPath: path]) })
  }

  /// Throws where the value in `root` is outside its bounds.
  public func check(_ root: Root) throws(SettingError) {
    guard let problem = problem(root) else { return }
    throw SettingError(setting: name, problem: problem)
  }
}
