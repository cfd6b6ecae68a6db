/// A condition on runs: `key=value` or `key!=value`.
public struct RunFilter: Sendable, Equatable {
  private let key, value: String
  private let isNegated: Bool

  /// - Throws: ``RunQueryError/malformedFilter(_:)``.
  public init(_ text: String) throws(RunQueryError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .malformedFilter(text) }
    isNegated = parts[0].hasSuffix("!")
    key = String(isNegated ? parts[0].dropLast() : parts[0])
    value = String(parts[1])
    if key.isEmpty { throw .malformedFilter(text) }
  }

  /// The runs that fulfil all conditions.
  ///
  /// - Throws: ``RunQueryError/unknownSetting(_:known:)`` where no run has the key.
  public static func select(
    _ runs: [RunSummary], _ filters: [RunFilter]
  ) throws(RunQueryError) -> [RunSummary] {
    var left = runs
    for filter in filters {
      try runs.requireSetting(filter.key)
      left = left.filter { run in
        guard let value = run[filter.key] else { return filter.isNegated }
        return (ShortNumber.text(value) == ShortNumber.text(filter.value)) != filter.isNegated
      }
    }
    return left
  }
}

extension [RunSummary] {
  /// - Throws: ``RunQueryError/unknownSetting(_:known:)`` where none of the runs has such a setting.
  public func requireSetting(_ key: String) throws(RunQueryError) {
    guard !contains(where: { $0[key] != nil }), !isEmpty else { return }
    throw .unknownSetting(key, known: Set(flatMap { $0.settings.values.keys }).sorted())
  }
}
