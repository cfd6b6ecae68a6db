/// A picture of something that has no shape: named values, and cells in rows.
public struct PictureCard: Sendable, Hashable {
  /// A name and a value.
  public struct Line: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    /// A number with three digits, a whole one as it is.
    public init(_ name: String, _ value: Double) { self.init(name, value.shortText) }
  }

  /// A square of a grid.
  public struct Cell: Sendable, Hashable {
    /// How a square looks; each is told from the others in black and white, too.
    public enum Tone: Sendable, Hashable {
      /// Not there.
      case absent
      /// Light.
      case plain
      /// Between light and dark.
      case shaded
      /// Dark.
      case solid
      /// In the colour of what matters most.
      case highlighted
    }

    public var tone: Tone
    /// A few characters of ASCII.
    public var text: String

    public init(_ tone: Tone, _ text: String = "") {
      self.tone = tone
      self.text = text
    }
  }

  /// What stands above it. The toolkit puts the environment's id there.
  package var title = ""
  public var lines: [Line]
  /// The cells, row by row; rows have the same length. [] where there is no grid.
  public var grid: [[Cell]]

  public init(lines: [Line] = [], grid: [[Cell]] = []) {
    self.lines = lines
    self.grid = grid
  }

  /// A card with a grid whose cells are given one after the other, row by row.
  init(lines: [Line] = [], cells: [Cell], columns: Int) {
    self.init(
      lines: lines,
      grid: stride(from: 0, to: cells.count, by: columns).map {
        Array(cells[$0..<min($0 + columns, cells.count)])
      })
  }
}

extension Environment {
  /// What the agent is shown at the moment as lines of a card: the index of a category, the number of
  /// everything else. Images are left out.
  public var observationLines: [PictureCard.Line] {
    let space = observationSpace
    var values = [Float](repeating: 0, count: space.size)
    var span = values.mutableSpan
    observe(into: &span)
    return zip(space.fields, space.fieldRanges).flatMap { field, range in
      guard case .vector(_, let components) = field else { return [PictureCard.Line]() }
      return zip(components, values[range]).map { PictureCard.Line($0.name, Double($1)) }
    }
  }
}
