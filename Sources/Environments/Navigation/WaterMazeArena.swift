import Tensors

/// The square arena of the water maze: its walls, what they look like, and where one can go.
struct WaterMazeArena: Sendable {
  typealias Place = SIMD2<Double>
  /// Red, green and blue from 0 to 1. The fourth lane is not used.
  typealias Color = SIMD4<Float>

  /// The length of a side.
  static let size = 300.0
  /// How near to a wall one comes.
  static let wallGap = 0.01
  private static let diagonal = size * 2.0.squareRoot()

  private static let white = Color(1, 1, 1, 0)
  private static let red = Color(1, 0, 0, 0)
  private static let green = Color(0, 1, 0, 0)
  private static let blue = Color(0, 0, 1, 0)

  private let cues: WaterMazeConfiguration.Cues
  /// The part of the wall at y = 300 that the poster covers.
  private let poster: ClosedRange<Double>
  private let platformIsVisible: Bool

  init(_ configuration: WaterMazeConfiguration) {
    cues = configuration.cues
    let half = configuration.posterWidth / 2
    poster = Self.size / 2 - half...Self.size / 2 + half
    platformIsVisible = configuration.platformIsVisible
  }

  /// A place anywhere in the arena, so far from the walls at least.
  static func randomPlace(margin: Double, using random: inout RandomStream) -> Place {
    let x = random.uniform(margin, size - margin)
    let y = random.uniform(margin, size - margin)
    return Place(x, y)
  }

  /// Where one comes to who goes so far in a direction; a wall stops one just short of it.
  func advance(from place: Place, heading: Double, by length: Double) -> Place {
    let (sine, cosine) = sineAndCosine(heading)
    let direction = Place(cosine, sine)
    let wall = Self.nearestWall(from: place, direction: direction, inverse: 1 / direction)
    return place + min(length, max(wall.distance - Self.wallGap, 0)) * direction
  }

  /// How far the first wall in a direction is, and whether it is one of those at x = 0 and x = 300.
  @inline(__always)
  private static func nearestWall(
    from place: Place, direction: Place, inverse: Place
  ) -> (distance: Double, isAcrossX: Bool) {
    // Of each pair of walls, the one ahead. Where there is none, the distance is infinite.
    let toX = abs(((direction.x > 0 ? size : 0) - place.x) * inverse.x)
    let toY = abs(((direction.y > 0 ? size : 0) - place.y) * inverse.y)
    return toY < toX ? (toY, false) : (toX, true)
  }

  /// What a ray shows: the colour of what it meets first, fainter with the distance.
  @inline(__always)
  func look(from place: Place, direction: Place, platform: WaterMazePlatform) -> Color {
    let inverse = 1 / direction
    var (distance, meetsX) = Self.nearestWall(
      from: place, direction: direction, inverse: inverse)
    var color: Color
    switch cues {
    case .walls:
      color =
        meetsX
        ? (direction.x > 0 ? Self.white : Self.red) : (direction.y > 0 ? Self.blue : Self.green)
    case .poster:
      let isOnPoster =
        !meetsX && direction.y > 0 && poster.contains(place.x + distance * direction.x)
      color = isOnPoster ? Self.red : Self.white
    }
    if platformIsVisible, let near = platform.distance(from: place, alongInverse: inverse) {
      distance = near
      color = Self.white
    }
    return color * Float(max(1 - distance / Self.diagonal, 0))
  }
}
