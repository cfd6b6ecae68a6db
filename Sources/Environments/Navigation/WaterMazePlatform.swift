import Tensors

/// The square platform of the water maze.
struct WaterMazePlatform: Sendable {
  var center: SIMD2<Double>
  let halfSize: Double
  private let placement: WaterMazeConfiguration.Placement

  /// How far the platform can lie from the centre of a quadrant that it lies near, in x and in y.
  private static let scatter = 20.0

  init(_ configuration: WaterMazeConfiguration) {
    center = SIMD2(configuration.platformX, configuration.platformY)
    halfSize = configuration.platformHalfSize
    placement = configuration.placement
  }

  /// Puts the platform where it is in the next episode.
  mutating func place(using random: inout RandomStream) {
    switch placement {
    case .fixed: break
    case .quadrant:
      center = Self.quadrantCenter(using: &random)
    case .nearQuadrant:
      center =
        Self.quadrantCenter(using: &random)
        + SIMD2(
          random.uniform(-Self.scatter, Self.scatter), random.uniform(-Self.scatter, Self.scatter))
    case .anywhere:
      center = WaterMazeArena.randomPlace(margin: halfSize, using: &random)
    }
  }

  private static func quadrantCenter(using random: inout RandomStream) -> SIMD2<Double> {
    let quadrant = random.integer(below: 4)
    let (near, far) = (WaterMazeArena.size / 4, WaterMazeArena.size * 3 / 4)
    return SIMD2(quadrant & 1 == 0 ? near : far, quadrant & 2 == 0 ? near : far)
  }

  /// Whether one stands on the platform, its edge included.
  func contains(_ place: SIMD2<Double>) -> Bool {
    abs(place.x - center.x) <= halfSize && abs(place.y - center.y) <= halfSize
  }

  /// The distance of a place from the centre.
  func distance(to place: SIMD2<Double>) -> Double {
    let offset = place - center
    return (offset * offset).sum().squareRoot()
  }

  /// How far a ray goes until it meets the platform, or nil where it does not; seen from on it, nothing
  /// is in the way.
  func distance(from place: SIMD2<Double>, along direction: SIMD2<Double>) -> Double? {
    let inverse = 1 / direction
    // Between these distances the ray is within the platform's width and depth (the slab method of
    // Kay and Kajiya 1986).
    let first = (center - halfSize - place) * inverse
    let second = (center + halfSize - place) * inverse
    let entry = max(min(first.x, second.x), min(first.y, second.y))
    let exit = min(max(first.x, second.x), max(first.y, second.y))
    return entry > 0 && entry <= exit ? entry : nil
  }
}
