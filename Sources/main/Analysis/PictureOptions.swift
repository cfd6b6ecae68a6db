import ArgumentParser
import Figures
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

  @OptionGroup var look: PictureLookOptions

  /// The file, which can be written and names a format.
  func url() throws -> URL {
    let url = try OutputFile.prepare(output, force: force)
    _ = try PictureFormat(of: url)
    return url
  }
}

/// What a picture looks like.
struct PictureLookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The picture's width and height in points of 1/72 inch, such as 504x360; a PNG has two pixels a \
      point. (what the figure needs)
      """, valueName: "WxH"))
  var size: PictureSize?

  @Option(
    help: ArgumentHelp(
      "The font of all text and its size in points, such as Helvetica,9.", valueName: "name[,size]")
  )
  var font = PictureFont.usual

  var look: PictureLook {
    var look = PictureLook()
    look.size = size
    look.font = font
    return look
  }
}

extension PictureSize: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension PictureFont: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { "\(name),\(String(format: "%g", size))" }
}
