/// Where each named parameter lies in the one flat buffer that holds them all.
///
/// Gradients and optimizer states are buffers of the same layout. Every slot begins at a cache line of
/// its own; the few values between slots are zero and stay zero.
public struct ParameterLayout: Sendable {
  /// One parameter: a matrix [rows, columns], or a vector where `isVector`.
  public struct Slot: Sendable, Hashable {
    /// A path such as `actor_0/weight`, which is also its place in a checkpoint.
    public let name: String
    public let rows: Int
    public let columns: Int
    public let isVector: Bool
    /// The index of the first value in the flat buffer.
    public let offset: Int
    /// The heads whose outputs depend on it.
    public let heads: HeadSet

    public var count: Int { rows * columns }
    public var shape: [Int] { isVector ? [columns] : [rows, columns] }

    /// The parameter's part of a flat buffer.
    @inline(__always)
    public func view(in buffer: Matrix) -> Matrix {
      buffer.columns(offset..<offset + count).reshaped(rows: rows, columns: columns)
    }
  }

  public private(set) var slots = [Slot]()
  /// The length of a flat buffer, alignment included.
  public private(set) var count = 0

  /// The number of parameters, alignment not included.
  public var parameterCount: Int { slots.reduce(0) { $0 + $1.count } }

  /// The heads that what is appended from now on serves.
  package var heads = HeadSet()

  /// A layout without parameters.
  package init() {}

  /// Appends a matrix of weights that maps `rows` inputs to `columns` outputs.
  public mutating func appendMatrix(_ name: String, rows: Int, columns: Int) -> Slot {
    append(name, rows: rows, columns: columns, isVector: false)
  }

  public mutating func appendVector(_ name: String, count: Int) -> Slot {
    append(name, rows: 1, columns: count, isVector: true)
  }

  private mutating func append(_ name: String, rows: Int, columns: Int, isVector: Bool) -> Slot {
    let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
    precondition(
      rows >= 0 && columns >= 0 && !overflow && size <= (1 << 56) - count,
      "the size of \(name) is not negative and fits into memory")
    let slot = Slot(
      name: name, rows: rows, columns: columns, isVector: isVector, offset: count,
      heads: heads)
    slots.append(slot)
    count += (slot.count + Carver.alignment - 1) / Carver.alignment * Carver.alignment
    return slot
  }

  /// The slot that holds the value at `index` of a flat buffer, if one does.
  public func slot(at index: Int) -> Slot? {
    slots.first { $0.offset <= index && index < $0.offset + $0.count }
  }
}

/// A set of a network's heads: those that a parameter serves, or that a pass goes through.
public struct HeadSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }
}
