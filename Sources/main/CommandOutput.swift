import Foundation

/// What commands print for programs.
enum CommandOutput {
  /// JSON in the form that runs and checkpoints have it. JSON has no numbers that are not finite: they
  /// become null, as everything else that has no value.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: notFinite, negativeInfinity: notFinite, nan: notFinite)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("\"\(notFinite)\"", with: "null")
  }

  /// Stands for a number until the text is there; no text of ours or anyone's name.
  private static let notFinite = "agents: a number that is not finite"
}
