import ArgumentParser
import Experiments
import Foundation

/// Where a picture goes.
struct PictureOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The picture; the name ends with .png, .svg or .pdf, which decides its format.",
      valueName: "file"))
  var output: String

  @Flag(help: "Replace the file where there is one.")
  var force = false

  /// The file, which can be written and names a format.
  func url() throws -> URL {
    let url = try OutputFile.prepare(output, force: force)
    _ = try PictureFormat(of: url)
    return url
  }
}
