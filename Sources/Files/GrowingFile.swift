import Foundation

/// A file to which pieces are added while others may look at it: whenever they look, also after a kill,
/// a power cut or on a full disk, each piece is there whole or not at all.
///
/// There are two copies, one of which lags behind. The published copy lies under the file's name and is
/// never touched. The other lies beside it under a temporary name. To publish, the second is brought up
/// to date, synchronized and renamed over the first, which from then on is the one that lags; a hard
/// link keeps it. So the disk needs room for the file twice while it grows, and once at the end.
///
/// Pieces are kept in memory until both copies have them.
package final class GrowingFile<Piece> {
  /// Adds pieces to the file at a path, or makes it with them where no file is.
  package typealias Writer = (_ pieces: [Piece], _ file: URL) throws -> Void
  /// Finishes the file at a path, to which nothing will be added.
  package typealias Sealer = (_ file: URL) throws -> Void

  /// A copy that is not published.
  private struct Copy {
    let url: URL
    /// The published pieces that are not in it.
    let missing: [Piece]
  }

  private let url: URL
  private let names: TemporaryName
  private let isReplacing: Bool
  private let write: Writer
  private let seal: Sealer?
  private var lagging: Copy?
  private var pending: [Piece] = []
  private var isPublished = false

  /// Prepares a file without pieces, which shows whether it can be written at all. Under its name
  /// nothing changes before the first ``publish()``.
  ///
  /// - Parameters:
  ///   - replacing: Whether it takes the place of a file that is there.
  ///   - write: Makes and extends copies of the file. Its errors should speak of `url`.
  ///   - seal: Called for the copy that is published last, before it is; until then every reader may see
  ///     that more is to come.
  /// - Throws: ``FileError`` where a file is there that must not be replaced, or what `write` throws.
  package init(
    at url: URL, replacing: Bool, write: @escaping Writer, seal: Sealer? = nil
  ) throws {
    self.url = url
    self.write = write
    self.seal = seal
    isReplacing = replacing
    names = TemporaryName(of: url)
    try checkName()
    names.removeAbandoned()
    let copy = names.next()
    try discardingIfItFails(copy) { try write([], copy) }
    lagging = Copy(url: copy, missing: [])
  }

  deinit { removeLagging() }

  /// Adds a piece, which nobody sees before ``publish()``.
  package func append(_ piece: Piece) { pending.append(piece) }

  /// Makes everyone see what was added.
  ///
  /// - Throws: ``FileError``, or what the writer throws. What was published before stays as it is, and
  ///   what was added since can be published when the trouble is over.
  package func publish() throws { try publish(isLast: false) }

  private func publish(isLast: Bool) throws {
    if !isPublished { try checkName() }
    let copy = try takeLagging()
    var outgoing: Copy?
    try discardingIfItFails(copy.url) {
      try write(copy.missing + pending, copy.url)
      if isLast { try seal?(copy.url) }
      try PendingFile.synchronize(copy.url, reportedAs: url)
      outgoing = linkToPublished()
      guard unsafe rename(copy.url.filePath, url.filePath) == 0 else {
        let error = FileError(path: url.filePath, action: "replace it", system: .latest)
        if let outgoing { remove(outgoing) }
        throw error
      }
    }
    isPublished = true
    lagging = outgoing
    pending = []
    try PendingFile.synchronize(url.deletingLastPathComponent(), reportedAs: url)
  }

  /// Publishes what is not yet and gives the room of the other copy back. No piece follows.
  package func close() throws {
    if !isPublished || !pending.isEmpty || seal != nil { try publish(isLast: true) }
    removeLagging()
  }
}

// MARK: - Copies

extension GrowingFile {
  /// The copy to bring up to date: the one that lags, or a new one.
  private func takeLagging() throws -> Copy {
    defer { lagging = nil }
    if let lagging {
      if !isBeingRead(lagging.url) { return lagging }
      // Who opened it when it was published may go on reading it.
      remove(lagging)
    }
    let copy = Copy(url: names.next(), missing: [])
    guard isPublished else { return copy }
    try discardingIfItFails(copy.url) {
      do {
        try FileManager.default.copyItem(at: url, to: copy.url)
      } catch {
        throw FileError(
          path: url.filePath, action: "copy it", system: SystemError(behind: error))
      }
    }
    return copy
  }

  /// Keeps the published copy beyond the end of its publication; nil where that is not possible, on a
  /// file system without hard links, or there is none of ours.
  private func linkToPublished() -> Copy? {
    guard isPublished else { return nil }
    let copy = Copy(url: names.next(), missing: pending)
    return unsafe link(url.filePath, copy.url.filePath) == 0 ? copy : nil
  }

  private func removeLagging() {
    if let lagging { remove(lagging) }
    lagging = nil
  }

  /// Removes the name; whoever reads the copy keeps it.
  private func remove(_ copy: Copy) { _ = unsafe unlink(copy.url.filePath) }

  private func discardingIfItFails(_ copy: URL, _ body: () throws -> Void) throws {
    do { try body() } catch {
      PendingFile.discard(copy)
      throw error
    }
  }

  /// Whether a program has locked the file to read it, as all that use libhdf5 do.
  private func isBeingRead(_ file: URL) -> Bool {
    let descriptor = unsafe open(file.filePath, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { Foundation.close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  private func checkName() throws(FileError) {
    var status = stat()
    guard unsafe lstat(url.filePath, &status) == 0 else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    guard isReplacing, !isFolder else {
      throw FileError(
        path: url.filePath, action: "write it",
        system: SystemError(code: isFolder ? EISDIR : EEXIST))
    }
  }
}
