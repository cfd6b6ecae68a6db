/// The width and the height of a video in pixels.
public struct VideoSize: Sendable, Hashable {
  public let width: Int
  public let height: Int

  /// What a side can measure. H.264 keeps colour for two by two pixels together: sides are even.
  private static let sides = 32...4096

  public static let standard = VideoSize(trusted: 640, 480)
  /// For a place beside other pictures.
  public static let small = VideoSize(trusted: 240, 180)

  private init(trusted width: Int, _ height: Int) { (self.width, self.height) = (width, height) }

  /// A size as people write it: `640x480`.
  ///
  /// - Throws: ``VideoError/impossibleSize(_:)``.
  public init(_ text: String) throws(VideoError) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1],
      [width, height].allSatisfy({ Self.sides.contains($0) && $0.isMultiple(of: 2) })
    else { throw .impossibleSize(text) }
    self.init(trusted: width, height)
  }
}

extension VideoSize: CustomStringConvertible {
  public var description: String { "\(width)x\(height)" }
}
