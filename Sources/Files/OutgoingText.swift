import Foundation

/// Text on its way to a program that could read more into it than its letters: a terminal, gnuplot, a
/// shell, Slurm, ffmpeg.
///
/// Names of folders, the settings of a `config.json`, the units of a trajectory are written by anyone. A
/// line break in one of them begins a command of gnuplot's, an escape sequence tells a terminal what to
/// do. So whatever leaves this program goes through here.
package enum OutgoingText {
  // MARK: - What is dangerous

  /// Whether a character does something instead of being seen: the controls of ASCII and of Latin 1, line
  /// and paragraph separators, and what turns the direction of writing, which makes a name look like
  /// another.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// Whether there is a character in the text that does something instead of being seen.
  package static func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isControl)
  }

  /// Replaces the characters that do something by an escape with four hexadecimal digits, `\u001b`. In
  /// the strings of JSON that is the same character; everywhere else it is what a person can read.
  private static func escape(_ text: String, keeping kept: (Unicode.Scalar) -> Bool) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) && !kept($0) }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isControl(scalar) && !kept(scalar) {
        let digits = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.count)
        result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  // MARK: - Terminals

  /// For a terminal, or a file that someone will look at in one: line breaks and tabs stay, nothing else
  /// moves the cursor, changes a colour or asks the terminal for something. JSON stays JSON of the same
  /// meaning.
  package static func lines(_ text: String) -> String { escape(text) { $0 == "\n" || $0 == "\t" } }

  /// The same in one line.
  package static func line(_ text: String) -> String { escape(text) { _ in false } }

  // MARK: - Pictures

  /// More letters than a label of a picture has room for.
  package static let longestLabel = 200

  /// A text for a picture: one line, its end left out where it is longer than anyone can read.
  package static func label(_ text: String) -> String {
    let text = line(text)
    return text.count > longestLabel ? text.prefix(longestLabel - 1) + "…" : text
  }

  /// A label as a string of gnuplot's. Between single quotes nothing is special but the quote, which is
  /// doubled, and only a line break could end the string without one. gnuplot 5.4 takes a string apart at
  /// a doubled quote that begins it or follows another; such a quote becomes an apostrophe.
  package static func gnuplotString(_ text: String) -> String {
    var result = ""
    var last: Character = "'"
    for character in label(text) {
      result += character != "'" ? String(character) : last == "'" ? "’" : "''"
      last = character
    }
    return "'\(result)'"
  }

  /// A file as ffmpeg takes it, which would read protocols into a path otherwise.
  package static func ffmpegFile(_ url: URL) -> String { "file:" + url.absoluteURL.filePath }

  // MARK: - Shells

  /// A word for a shell, in quotes where the shell would take it apart. Characters that a person cannot
  /// see are written as their bytes between `$'` and `'`, which bash, zsh and ksh know.
  package static func shellWord(_ text: String) -> String {
    if hasControls(text) {
      return "$'" + text.utf8.map(escapedByte).joined() + "'"
    }
    let isPlain =
      !text.isEmpty
      && text.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=@%".contains($0) }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// A byte between `$'` and `'`.
  private static func escapedByte(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20...0x7E: String(UnicodeScalar(byte))
    default: String(format: "\\%03o", Int32(byte))
    }
  }

  /// A line of options for Slurm's sbatch, which takes quotes as a shell does; nil where a character
  /// would begin a line of its own.
  package static func sbatchLine(_ option: String) -> String? {
    hasControls(option) ? nil : "#SBATCH \(option)"
  }

  /// A path in an option of sbatch's, in which `%` stands for what Slurm knows.
  package static func sbatchPath(_ path: String) -> String { path.replacing("%", with: "%%") }
}
