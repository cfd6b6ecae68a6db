import Storage

/// What commands print for programs.
enum CommandOutput {
  /// JSON in the form that runs and checkpoints have it.
  static func json(_ value: some Encodable) throws -> String { try CheckpointFormat.encode(value) }
}
