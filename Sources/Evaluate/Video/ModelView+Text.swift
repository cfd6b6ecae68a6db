import CMuJoCo
import Environments

extension ModelView {
  /// The height of letters in pixels.
  var letterHeight: Int { Int(unsafe context.pointee.charHeight) }

  /// Writes lines into the upper left corner.
  func overlay(_ lines: [PictureCard.Line]) {
    let names = lines.map(\.name).joined(separator: "\n")
    let values = lines.map(\.value).joined(separator: "\n")
    unsafe mjr_overlay(
      Int32(mjFONT_NORMAL.rawValue), Int32(mjGRID_TOPLEFT.rawValue), viewport, names, values,
      context)
  }
}
