import CHDF5

/// An identifier that the library gave out, closed at the end of its life.
struct HDF5Handle: ~Copyable {
  typealias Closer = @convention(c) (hid_t) -> herr_t

  let id: hid_t
  private let closer: Closer

  init(_ id: hid_t, closedBy closer: @escaping Closer) {
    self.id = id
    self.closer = closer
  }

  /// Closes it now; false if what the library still had to write could not be written.
  consuming func close() -> Bool {
    let status = closer(id)
    discard self
    return status >= 0
  }

  deinit { _ = closer(id) }
}
