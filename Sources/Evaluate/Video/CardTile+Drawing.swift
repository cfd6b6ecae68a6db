import CMuJoCo

extension CardTile {
  private typealias Color = SIMD3<Float>

  private static let ink = Color(0.1, 0.12, 0.15)
  private static let white = Color(1, 1, 1)

  /// What is between the tiles.
  private static let paper = Color(0.93, 0.94, 0.95)

  /// Chosen so that their lightness, which is what a print in black and white shows, differs: those of
  /// cells are 1, 0.8, 0.5 and 0.24.
  private var colors: (fill: Color, ink: Color) {
    switch role {
    case .title: (Color(0.13, 0.25, 0.42), Self.white)
    case .name: (Color(0.85, 0.88, 0.91), Self.ink)
    case .value: (Self.white, Self.ink)
    case .caption: (Color(0.25, 0.28, 0.32), Self.white)
    case .cell(.absent): (Self.paper, Self.ink)
    case .cell(.plain): (Self.white, Self.ink)
    case .cell(.shaded): (Color(0.76, 0.81, 0.86), Self.ink)
    case .cell(.highlighted): (Color(0.9, 0.4, 0.05), Self.white)
    case .cell(.solid): (Color(0.2, 0.24, 0.32), Self.white)
    }
  }

  /// Draws tiles on paper that fills the viewport.
  static func draw(_ tiles: [CardTile], in view: ModelView) {
    mjr_rectangle(view.viewport, paper.x, paper.y, paper.z, 1)
    for tile in tiles { tile.draw(in: view) }
  }

  private func draw(in view: ModelView) {
    let (fill, ink) = colors
    let rectangle = mjrRect(
      left: Int32(area.left), bottom: Int32(area.bottom), width: Int32(area.width),
      height: Int32(area.height))
    let font = isLarge ? mjFONT_BIG : mjFONT_NORMAL
    unsafe mjr_label(
      rectangle, Int32(font.rawValue), text, fill.x, fill.y, fill.z, 1, ink.x, ink.y,
      ink.z,
      view.context)
  }
}
