/// What a camera at the agent's eyes sees of the water maze: sky, walls with what hangs on them, water. The
/// platform is below the water unless it is said to be visible.
///
/// Columns are rays in equal steps of the field of view, left to right; rows are heights on a cylinder
/// around the eyes, with pixels as high as they are wide in the middle. Each pixel is what its centre
/// meets. Plain arithmetic, so that the same bytes come out on every computer.
struct WaterMazeView: Sendable {
  private typealias Color = WaterMazeArena.Color

  private let arena: WaterMazeArena
  private let (height, width): (Int, Int)
  /// The direction of each column from the heading, as cosine and sine.
  private let columns: [SIMD2<Double>]
  /// How far up a row looks for each unit of distance; negative below the horizon.
  private let slopes: [Double]
  /// What a row shows where no wall is in the way.
  private let backgrounds: [Color]

  // Units of the arena, which is 300 wide.
  private static let eyeHeight = 12.0
  private static let wallHeight = 60.0
  /// The dark edge that walls have at the top, which tells a white one from the sky.
  private static let edgeHeight = 5.0
  private static let posterHeights = 15.0...50
  private static let platformHeight = 4.0
  private static let diagonal = WaterMazeArena.size * 2.0.squareRoot()

  private static let sky = Color(0.78, 0.89, 0.98, 0)
  private static let water = Color(0.16, 0.42, 0.45, 0)
  private static let edge = Color(0.2, 0.2, 0.2, 0)

  init(_ configuration: WaterMazeConfiguration, arena: WaterMazeArena) {
    let (height, width) = (configuration.viewHeight, configuration.viewWidth)
    let angle = configuration.fieldOfView * .pi / 180
    (self.arena, self.height, self.width) = (arena, height, width)
    columns = (0..<width).map { column in
      let part = 0.5 - (Double(column) + 0.5) / Double(width)
      let (sine, cosine) = sineAndCosine(part * angle)
      return SIMD2(cosine, sine)
    }
    let slopes = (0..<height).map { row in
      (Double(height) / 2 - (Double(row) + 0.5)) * angle / Double(width)
    }
    self.slopes = slopes
    backgrounds = slopes.map { slope in
      if slope >= 0 { return Self.sky }
      return Self.shaded(Self.water, at: min(Self.eyeHeight / -slope, Self.diagonal))
    }
  }

  /// Writes the image's bytes, [3, H, W].
  func draw(
    from place: WaterMazeArena.Place, heading: Double, platform: WaterMazePlatform,
    into image: inout MutableSpan<Float>
  ) {
    let (sine, cosine) = sineAndCosine(heading)
    for column in 0..<width {
      let ray = columns[column]
      let direction = WaterMazeArena.Place(
        cosine * ray.x - sine * ray.y, sine * ray.x + cosine * ray.y)
      drawColumn(column, from: place, along: direction, platform: platform, into: &image)
    }
  }

  private func drawColumn(
    _ column: Int, from place: WaterMazeArena.Place, along direction: WaterMazeArena.Place,
    platform: WaterMazePlatform, into image: inout MutableSpan<Float>
  ) {
    let (distance, wall) = WaterMazeArena.nearestWall(from: place, direction: direction)
    let wallColor = Self.shaded(arena.wallColors[wall], at: distance)
    let edgeColor = Self.shaded(Self.edge, at: distance)
    var posterColor: Color?
    if let poster = arena.poster, wall == 3, poster.contains(place.x + distance * direction.x) {
      posterColor = Self.shaded(WaterMazeArena.posterColor, at: distance)
    }
    let box = arena.platformIsVisible ? platform.distance(from: place, along: direction) : nil
    for row in 0..<height {
      let level = Self.eyeHeight + slopes[row] * distance
      var color = backgrounds[row]
      if level >= Self.wallHeight - Self.edgeHeight && level <= Self.wallHeight {
        color = edgeColor
      } else if level >= 0 && level < Self.wallHeight {
        color = wallColor
        if let posterColor, Self.posterHeights.contains(level) { color = posterColor }
      }
      if let box {
        let level = Self.eyeHeight + slopes[row] * box
        if level >= 0 && level <= Self.platformHeight { color = Self.shaded(.one, at: box) }
      }
      write(color, row: row, column: column, into: &image)
    }
  }

  /// A colour fades to half with the longest distance there is.
  private static func shaded(_ color: Color, at distance: Double) -> Color {
    color * Float(1 - 0.5 * distance / diagonal)
  }

  private func write(
    _ color: Color, row: Int, column: Int, into image: inout MutableSpan<Float>
  ) {
    let (area, place) = (height * width, row * width + column)
    for channel in 0..<3 {
      // Half a step more rounds to the nearest.
      image[channel * area + place] = Float(Int(255 * color[channel] + 0.5))
    }
  }
}
