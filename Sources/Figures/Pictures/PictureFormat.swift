import Foundation

/// What kind of file a picture becomes, told by the ending of its name.
public enum PictureFormat: String, CaseIterable, Sendable {
  case png, svg, pdf

  /// - Throws: ``PlotError/unknownFormat(_:)``.
  public init(of url: URL) throws(PlotError) {
    guard let format = PictureFormat(rawValue: url.pathExtension.lowercased()) else {
      throw .unknownFormat(url.filePath)
    }
    self = format
  }

  /// gnuplot's `set terminal`, for a picture of this many points; a PNG has two pixels a point.
  func terminal(width: Int, height: Int, font: PictureFont) -> String {
    func text(_ size: Double) -> String { "font '\(font.name),\(String(format: "%g", size))'" }
    return switch self {
    case .png:
      """
      set terminal pngcairo size \(2 * width),\(2 * height) fontscale 1 linewidth 2 pointscale 2 \
      \(text(2 * font.size))
      """
    case .svg:
      "set terminal svg size \(width),\(height) \(text(font.size)) background 'white'"
    case .pdf:
      """
      set terminal pdfcairo size \(Double(width) / 72)in,\(Double(height) / 72)in fontscale 1 \
      \(text(font.size))
      """
    }
  }
}
