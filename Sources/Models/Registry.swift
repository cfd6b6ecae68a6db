import Synchronization

/// Parts of one kind by their names: the house's own, and those of whoever uses it.
public final class Registry<Part: Sendable>: Sendable {
  private let parts: Mutex<[String: Part]>
  private let name: @Sendable (Part) -> String

  /// - Parameters:
  ///   - parts: the house's own.
  ///   - name: what a part is called.
  public init(_ parts: [Part], name: @escaping @Sendable (Part) -> String) {
    self.name = name
    self.parts = Mutex(Dictionary(uniqueKeysWithValues: parts.map { (name($0), $0) }))
  }

  /// Makes a part known by its name, in place of another of that name.
  public func register(_ part: Part) { parts.withLock { $0[name(part)] = part } }

  /// The names of all parts, sorted.
  public var names: [String] { parts.withLock { $0.keys.sorted() } }

  public subscript(name: String) -> Part? { parts.withLock { $0[name] } }
}
