import Foundation

/// What a terminal can show.
package struct TerminalStyle: Sendable, Equatable {
  /// In characters.
  package var width: Int
  package var hasColor: Bool
  package var isUnicode: Bool

  package init(width: Int, hasColor: Bool, isUnicode: Bool) {
    self.width = width
    self.hasColor = hasColor
    self.isUnicode = isUnicode
  }

  /// What the environment's variables say: NO_COLOR of any length but zero (https://no-color.org)
  /// turns colours off, and characters beyond ASCII need a locale that has them.
  package init(width: Int, environment: [String: String]) {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let encoding = locale.uppercased()
    self.init(
      width: width, hasColor: (environment["NO_COLOR"] ?? "").isEmpty,
      isUnicode: encoding.contains("UTF-8") || encoding.contains("UTF8"))
  }

  /// The width of the terminal behind a file descriptor, which may change at any time; 80 where it
  /// does not say.
  package static func width(ofTerminal descriptor: Int32) -> Int {
    let width = size(ofTerminal: descriptor)?.ws_col ?? 0
    return width > 0 ? Int(width) : 80
  }

  /// Likewise its height; 24 where it does not say.
  package static func height(ofTerminal descriptor: Int32) -> Int {
    let height = size(ofTerminal: descriptor)?.ws_row ?? 0
    return height > 0 ? Int(height) : 24
  }

  private static func size(ofTerminal descriptor: Int32) -> winsize? {
    var size = winsize()
    return unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }
}
