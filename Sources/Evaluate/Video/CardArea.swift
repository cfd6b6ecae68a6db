/// A rectangle in pixels from the lower left corner.
struct CardArea: Sendable, Hashable {
  var left: Int
  var bottom: Int
  var width: Int
  var height: Int

  var top: Int { bottom + height }

  /// The parts that two columns have, the first with a share of the width.
  func split(at share: Double) -> (CardArea, CardArea) {
    let first = Int(share * Double(width))
    var (one, two) = (self, self)
    one.width = first
    two.left += first
    two.width -= first
    return (one, two)
  }

  /// One of `count` columns of the same width.
  func column(_ index: Int, of count: Int) -> CardArea {
    let start = width * index / count
    let end = width * (index + 1) / count
    return CardArea(left: left + start, bottom: bottom, width: end - start, height: height)
  }

  /// The same without a margin on each side.
  func inset(by margin: Int) -> CardArea {
    CardArea(
      left: left + margin, bottom: bottom + margin, width: max(width - 2 * margin, 1),
      height: max(height - 2 * margin, 1))
  }
}
