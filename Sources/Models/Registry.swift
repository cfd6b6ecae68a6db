import Synchronization

/// Parts of one kind by their names: the house's own, and those of whoever uses it.
public final class Registry<Part: Sendable>: Sendable {
  private let parts: Mutex<[Part]>
  private let name: @Sendable (Part) -> String

  /// - Parameters:
  ///   - parts: the house's own.
  ///   - name: what a part is called.
  public init(_ parts: [Part], name: @escaping @Sendable (Part) -> String) {
    self.parts = Mutex(parts)
    self.name = name
  }

  /// Makes a part known by its name, in place of another of that name.
  public func register(_ part: Part) {
    parts.withLock { parts in
      parts.removeAll { name($0) == name(part) }
      parts.append(part)
    }
  }

  /// The names of all parts, the house's own first.
  public var names: [String] { parts.withLock { $0.map(name) } }

  /// The first part that `isFitting` is true of.
  func first(where isFitting: (Part) -> Bool) -> Part? {
    parts.withLock { $0.first(where: isFitting) }
  }

  public subscript(name: String) -> Part? {
    parts.withLock { $0.first { self.name($0) == name } }
  }
}
