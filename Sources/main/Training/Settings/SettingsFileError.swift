/// What is wrong in a file of settings. Lines and columns count from 1.
struct SettingsFileError: Error, CustomStringConvertible {
  let path: String
  let line: Int
  let column: Int
  let message: String

  var description: String {
    let isSentence = message.hasSuffix(".") || message.hasSuffix("?")
    return "\(path):\(line):\(column): \(message)\(isSentence ? "" : ".")"
  }
}
