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
    var size = winsize()
    let status = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return status == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
