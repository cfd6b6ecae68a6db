import Foundation

/// What an HDF5 file of ours says of its own contents, in the 512 bytes at its front that HDF5 calls a
/// user block and every reader of HDF5 skips:
///
///     agents file 1
///     kind checkpoint
///     state finished
///     bytes 48216
///     sha256 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
///
/// and zeros. `bytes` counts what follows the 512. The digest is that of the lines above it and of what
/// follows the 512 bytes; in a file that is still growing, or that was left growing, the state is
/// `unfinished`, `bytes` is 0, and the digest is that of the lines alone.
package struct FileSeal: Equatable, Sendable {
  /// What is in the file.
  package enum Kind: String, Sendable {
    case checkpoint, policy, trajectories
    case fixedPoints = "fixed-points"
  }

  package enum State: String {
    case finished, unfinished
  }

  /// The size of the block.
  package static let size = 512
  private static let beginning = "agents file "
  /// Raised when older programs could no longer tell from the block whether a file is whole.
  private static let version = 1

  package let kind: Kind
  package let state: State
  /// How many bytes follow the block; 0 where more are to come.
  package let byteCount: Int
  package let digest: String

  /// The lines that the digest covers.
  private static func lines(_ kind: Kind, _ state: State, byteCount: Int) -> String {
    """
    \(beginning)\(version)
    kind \(kind.rawValue)
    state \(state.rawValue)
    bytes \(byteCount)

    """
  }

  private var lines: String { Self.lines(kind, state, byteCount: byteCount) }

  /// The block, in all its bytes.
  private var block: [UInt8] {
    let text = Array((lines + "sha256 \(digest)\n").utf8)
    return text + [UInt8](repeating: 0, count: Self.size - text.count)
  }
}

// MARK: - Sealing

extension FileSeal {
  /// Says in a file's block that it is not finished.
  package static func open(_ url: URL, kind: Kind) throws(SystemError) {
    var digest = SHA256()
    digest.update(lines(kind, .unfinished, byteCount: 0))
    try FileSeal(kind: kind, state: .unfinished, byteCount: 0, digest: digest.finish()).write(
      to: url)
  }

  /// Says in a file's block what it holds. Nothing is to be written to it afterwards.
  ///
  /// - Throws: ``FileError``, which calls the file `name`.
  package static func close(_ url: URL, kind: Kind, reportedAs name: URL) throws(FileError) {
    do {
      let file = try OpenFile(reading: url.filePath)
      let count = file.size - size
      precondition(count >= 0, "a file has a block before it is sealed")
      var digest = SHA256()
      digest.update(lines(kind, .finished, byteCount: count))
      try file.update(&digest, from: size)
      try FileSeal(kind: kind, state: .finished, byteCount: count, digest: digest.finish())
        .write(to: url)
    } catch {
      throw FileError(path: name.filePath, action: "write it", system: error)
    }
  }

  private func write(to url: URL) throws(SystemError) {
    let descriptor = unsafe Foundation.open(url.filePath, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .latest }
    defer { Foundation.close(descriptor) }
    try Data(block).writeAll(to: descriptor)
  }
}

// MARK: - Checking

extension FileSeal {
  /// What a file's block says.
  package enum Finding: Equatable {
    /// The file has no block: an earlier version of the program wrote it, or another program.
    case none
    /// All bytes are those that were written.
    case whole
    /// It is still growing, or was left growing; the block is as it was written.
    case unfinished
    /// Bytes are missing at its end.
    case cutOff(byteCount: Int, expected: Int?)
    /// Bytes of it are not those that were written.
    case changed
    /// A version of the block that this program does not know.
    case newer(version: String)
  }

  /// Holds a file against its block.
  package static func check(_ file: OpenFile, signature: [UInt8]) throws(SystemError) -> Finding {
    let block = try file.bytes(from: 0, count: size)
    if block.starts(with: signature.prefix(block.count)) { return .none }
    let isSealed = !block.isEmpty && beginning.utf8.starts(with: block.prefix(beginning.utf8.count))
    let second = try file.bytes(from: size, count: signature.count)
    guard isSealed || second == signature else { return .none }
    guard let seal = FileSeal(block) else {
      let version = Self.version(of: block)
      if let version, version != "\(Self.version)" { return .newer(version: version) }
      return block.count < size ? .cutOff(byteCount: block.count, expected: nil) : .changed
    }
    var digest = SHA256()
    digest.update(seal.lines)
    if seal.state == .finished {
      if file.size < size + seal.byteCount {
        return .cutOff(byteCount: file.size, expected: size + seal.byteCount)
      }
      try file.update(&digest, from: size)
    }
    guard digest.finish() == seal.digest else { return .changed }
    return seal.state == .finished ? .whole : .unfinished
  }

  /// Reads a block, every byte of which must be as it is written.
  private init?(_ block: [UInt8]) {
    let text = String(decoding: block.prefix { $0 != 0 }, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let names = ["kind ", "state ", "bytes ", "sha256 "]
    guard lines.count == 6, zip(lines[1...4], names).allSatisfy({ $0.hasPrefix($1) }) else {
      return nil
    }
    let values = zip(lines[1...4], names).map { String($0.dropFirst($1.count)) }
    guard let kind = Kind(rawValue: values[0]), let state = State(rawValue: values[1]),
      let byteCount = Int(values[2]), 0...(1 << 60) ~= byteCount, values[3].utf8.count == 64
    else { return nil }
    self.init(kind: kind, state: state, byteCount: byteCount, digest: values[3])
    guard self.block == block else { return nil }
  }

  /// The number in the first line of a block, where it is a number.
  private static func version(of block: [UInt8]) -> String? {
    let line = block.dropFirst(beginning.utf8.count).prefix { $0 != UInt8(ascii: "\n") }
    let text = String(decoding: line, as: UTF8.self)
    return block.starts(with: beginning.utf8) && Int(text) != nil ? text : nil
  }
}
