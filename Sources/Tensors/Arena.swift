/// One block of memory, cut into matrices once and for all.
///
/// The block is carved by a closure that runs twice: first to count, then to hand out. Nothing is
/// allocated afterwards, every matrix begins at a cache line of its own, and all values start as zero.
///
///     let (arena, buffers) = Arena.carve { carver in
///       (input: carver.matrix(rows: B, columns: O), output: carver.matrix(rows: B, columns: H))
///     }
@safe public final class Arena: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Float>
  /// The size of the block, in values of single precision.
  public let count: Int

  private init(count: Int) {
    self.count = count
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(
      by: MemoryLayout<Float>.stride)
    precondition(count >= 0 && !overflow, "an arena is no larger than memory can be")
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: Carver.alignment * MemoryLayout<Float>.stride)
    unsafe base = memory.initializeMemory(as: Float.self, repeating: 0, count: max(count, 1))
  }

  deinit { unsafe base.deallocate() }

  /// Makes an arena of the size that `body` asks for and returns it with what `body` made.
  public static func carve<Layout, Failure: Error>(
    _ body: (inout Carver) throws(Failure) -> Layout
  ) throws(Failure) -> (arena: Arena, layout: Layout) {
    var counter = unsafe Carver(base: nil)
    _ = try body(&counter)
    let arena = Arena(count: counter.offset)
    var carver = unsafe Carver(base: arena.base)
    let layout = try body(&carver)
    precondition(carver.offset == arena.count, "an arena is carved the same way twice")
    return (arena, layout)
  }
}

/// Hands out the matrices of an ``Arena``, one after the other.
@safe public struct Carver {
  /// Every matrix begins at a multiple of this many values: a cache line of 64 bytes.
  public static let alignment = 16
  /// More values than any memory holds.
  private static let largest = 1 << 56

  private let base: UnsafeMutablePointer<Float>?
  fileprivate private(set) var offset = 0

  fileprivate init(base: UnsafeMutablePointer<Float>?) { unsafe self.base = base }

  /// The next `rows` by `columns` values. While the arena is being counted, the view is not to be used.
  public mutating func matrix(rows: Int, columns: Int) -> Matrix {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    precondition(!overflow && count <= Self.largest - offset, "matrices fit into memory")
    let start = offset
    offset += (count + Self.alignment - 1) / Self.alignment * Self.alignment
    // While counting there is no memory yet: an aligned address that nobody may touch stands for it.
    let origin = unsafe base ?? UnsafeMutablePointer(bitPattern: 64)!
    return unsafe Matrix(base: origin + start, rows: rows, columns: columns)
  }
}
