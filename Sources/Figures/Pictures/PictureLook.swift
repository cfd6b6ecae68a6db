import Foundation

/// The size of a picture, in points of 1/72 inch.
public struct PictureSize: Sendable, Hashable {
  public let width, height: Int

  /// What a side can be long.
  public static let possible = 100...5000

  /// As in `800x600`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      Self.possible.contains(width), Self.possible.contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}

/// The font of a picture.
public struct PictureFont: Sendable, Hashable {
  public let name: String
  /// In points.
  public let size: Double

  public static let usual = PictureFont("Sans")!
  private static let usualSize = 11.0
  private static let possibleSizes = 4.0...72

  /// As in `Helvetica`, `Helvetica,9` or `,9`; nil for anything else. A name consists of letters, digits,
  /// blanks, hyphens, underscores and full stops, so that it is a name in gnuplot's language too.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].isEmpty ? "Sans" : String(parts[0])
    let isName =
      name.count <= 100
      && name.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || " -_.".contains($0))
      }
    guard isName, let size = parts.count == 1 ? Self.usualSize : Double(parts[1]),
      Self.possibleSizes.contains(size)
    else { return nil }
    self.name = name
    self.size = size
  }

  /// How much larger the letters are than usual.
  public var scale: Double { size / Self.usualSize }
}

/// What somebody wishes a picture to look like.
public struct PictureLook: Sendable {
  /// Nil for the size that suits what is drawn.
  public var size: PictureSize?
  public var font = PictureFont.usual

  public init() {}
}
