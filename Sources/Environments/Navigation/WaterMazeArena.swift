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

  private static let white = Color(1, 1, 1, 0)
  private static let red = Color(1, 0, 0, 0)
  static let posterColor = red
  private static let green = Color(0, 1, 0, 0)
  private static let blue = Color(0, 0, 1, 0)

  /// The colours of the walls at x = 0, x = 300, y = 0 and y = 300.
  let wallColors: [Color]
  /// The part of the wall at y = 300 that a poster covers; nil where there is none.
  let poster: ClosedRange<Double>?
  let platformIsVisible: Bool
  /// How much fainter a colour gets with each unit of distance.
  private let fading = 1 / (size * 2.0.squareRoot())
  /// The direction of each ray from the heading, as cosine and sine.
  private let rays: [SIMD2<Double>]

  init(_ configuration: WaterMazeConfiguration) {
    switch configuration.cues {
    case .walls:
      wallColors = [Self.red, Self.white, Self.green, Self.blue]
      poster = nil
    case .poster:
      wallColors = [Color](repeating: Self.white, count: 4)
      let half = configuration.posterWidth / 2
      poster = Self.size / 2 - half...Self.size / 2 + half
    }
    platformIsVisible = configuration.platformIsVisible
    let count = configuration.rayCount
    rays = (0..<count).map { ray in
      let part = Double(ray) / Double(count) - 0.5
      let (sine, cosine) = sineAndCosine(part * configuration.fieldOfView * .pi / 180)
      return SIMD2(cosine, sine)
    }
  }

  /// A place anywhere in the arena, so far from the walls at least.
  static func randomPlace(margin: Double, using random: inout RandomStream) -> Place {
    let x = random.uniform(margin, size - margin)
    let y = random.uniform(margin, size - margin)
    return Place(x, y)
  }

  /// The quadrant that a place is in: 0 where x and y are low, 1 more where x is high, 2 more where y is.
  static func quadrant(of place: Place) -> Int {
    (place.x < size / 2 ? 0 : 1) + (place.y < size / 2 ? 0 : 2)
  }

  /// Where one comes to who goes so far in a direction; a wall stops one just short of it.
  func advance(from place: Place, heading: Double, by length: Double) -> Place {
    let (sine, cosine) = sineAndCosine(heading)
    let direction = Place(cosine, sine)
    let free = Self.nearestWall(from: place, direction: direction).distance - Self.wallGap
    return place + min(length, max(free, 0)) * direction
  }

  /// How far the first wall in a direction is, and which one it is, in the order of the colours.
  @inline(__always)
  static func nearestWall(
    from place: Place, direction: Place
  ) -> (distance: Double, wall: Int) {
    let goesRight = direction.x > 0
    let goesUp = direction.y > 0
    let (speedX, speedY) = (abs(direction.x), abs(direction.y))
    let wayX = goesRight ? size - place.x : place.x
    let wayY = goesUp ? size - place.y : place.y
    // The comparison of both distances without dividing, which takes longest.
    return wayX * speedY < wayY * speedX
      ? (wayX / speedX, goesRight ? 1 : 0) : (wayY / speedY, goesUp ? 3 : 2)
  }

  /// Writes what each ray shows: the colour of what it meets first, fainter with the distance.
  func look(
    from place: Place, heading: Double, platform: WaterMazePlatform,
    into observation: inout MutableSpan<Float>
  ) {
    let (sine, cosine) = sineAndCosine(heading)
    for index in rays.indices {
      let ray = rays[index]
      let direction = Place(cosine * ray.x - sine * ray.y, sine * ray.x + cosine * ray.y)
      var (distance, wall) = Self.nearestWall(from: place, direction: direction)
      var color = wallColors[wall]
      if let poster, wall == 3, poster.contains(place.x + distance * direction.x) {
        color = Self.posterColor
      }
      if platformIsVisible, let near = platform.distance(from: place, along: direction) {
        distance = near
        color = Self.white
      }
      let seen = color * Float(max(1 - distance * fading, 0))
      observation[3 * index] = seen.x
      observation[3 * index + 1] = seen.y
      observation[3 * index + 2] = seen.z
    }
  }
}
