import Environments

/// Where everything on a card lies: a title above, the caption below, in between lines and grid, side by
/// side where there are both.
struct CardLayout {
  private(set) var tiles: [CardTile] = []
  private let lineHeight: Int
  private let gap: Int

  /// - Parameter letterHeight: The height of the letters in pixels.
  init(_ card: PictureCard, caption: VideoCaption?, area: CardArea, letterHeight: Int) {
    lineHeight = letterHeight * 3 / 2
    gap = max(letterHeight / 10, 1)
    var rest = area
    rest.height -= lineHeight
    add(
      card.title, .title, CardArea(left: 0, bottom: rest.top, width: area.width, height: lineHeight)
    )
    if let caption {
      let height = min(2 * lineHeight, rest.height)
      add(caption, CardArea(left: 0, bottom: 0, width: area.width, height: height))
      rest.bottom += height
      rest.height -= height
    }
    rest = rest.inset(by: letterHeight / 2)
    let columnCount = card.grid.map(\.count).max() ?? 0
    if card.grid.isEmpty {
      addWide(card.lines, rest)
    } else if card.lines.isEmpty {
      add(card.grid, rest)
    } else if columnCount > 2 * card.grid.count {
      // A broad grid below the lines, a compact one beside them.
      let height = min(card.lines.count * lineHeight, rest.height * 3 / 5)
      add(
        card.lines,
        CardArea(left: rest.left, bottom: rest.top - height, width: rest.width, height: height))
      rest.height -= height
      add(card.grid, rest.inset(by: letterHeight / 2))
    } else {
      let (first, second) = rest.split(at: 0.42)
      add(card.lines, first)
      add(card.grid, second.inset(by: letterHeight / 2))
    }
  }

  private mutating func add(_ text: String, _ role: CardTile.Role, _ area: CardArea) {
    tiles.append(CardTile(area: area, text: text, role: role))
  }

  /// A column for each thing a caption says: its name above its value.
  private mutating func add(_ caption: VideoCaption, _ area: CardArea) {
    let lines = caption.allLines
    for (index, line) in lines.enumerated() {
      var half = area.column(index, of: lines.count)
      half.height /= 2
      add(line.value, .caption, half)
      half.bottom += half.height
      add(line.name, .caption, half)
    }
  }

  /// Lines that have all the room, large where they are few.
  private mutating func addWide(_ lines: [PictureCard.Line], _ area: CardArea) {
    guard lines.count * 2 * lineHeight <= area.height else { return add(lines, area) }
    let height = min(area.height / max(lines.count, 1), 3 * lineHeight)
    var row = area
    row.bottom += (area.height + lines.count * height) / 2
    row.height = height
    for line in lines {
      row.bottom -= height
      add(line, row, isLarge: true)
    }
  }

  private mutating func add(_ line: PictureCard.Line, _ row: CardArea, isLarge: Bool = false) {
    let (name, value) = row.inset(by: gap).split(at: 0.62)
    tiles.append(CardTile(area: name, text: line.name, role: .name, isLarge: isLarge))
    tiles.append(CardTile(area: value, text: line.value, role: .value, isLarge: isLarge))
  }

  /// Lines below one another, in several columns where they are many. The last place tells how many
  /// there was no room for.
  private mutating func add(_ lines: [PictureCard.Line], _ area: CardArea) {
    let rowCount = max(area.height / lineHeight, 1)
    let widest = area.width / (10 * lineHeight)
    let columnCount = min(max(widest, 1), (lines.count + rowCount - 1) / rowCount)
    let room = rowCount * columnCount
    var shown = lines
    if lines.count > room {
      shown = lines.prefix(room - 1) + [PictureCard.Line("...", "\(lines.count - room + 1) more")]
    }
    for (index, line) in shown.enumerated() {
      var row = area.column(index / rowCount, of: columnCount)
      row.bottom = area.top - (index % rowCount + 1) * lineHeight
      row.height = lineHeight
      add(line, row)
    }
  }

  /// Squares as large as there is room for, in the middle of it.
  private mutating func add(_ grid: [[PictureCard.Cell]], _ area: CardArea) {
    let columnCount = grid.map(\.count).max() ?? 0
    guard columnCount > 0 else { return }
    let side = max(min(area.width / columnCount, area.height / grid.count, 3 * lineHeight), 1)
    let left = area.left + (area.width - columnCount * side) / 2
    let top = area.top - (area.height - grid.count * side) / 2
    for (row, cells) in grid.enumerated() {
      for (column, cell) in cells.enumerated() where cell.tone != .absent {
        let square = CardArea(
          left: left + column * side, bottom: top - (row + 1) * side, width: side, height: side)
        tiles.append(
          CardTile(
            area: side > 3 * gap ? square.inset(by: gap) : square,
            text: side >= lineHeight / 2 ? cell.text : "", role: .cell(cell.tone),
            isLarge: side > 2 * lineHeight))
      }
    }
  }
}
