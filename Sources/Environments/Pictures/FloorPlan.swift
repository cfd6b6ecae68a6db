/// The plane that an agent moves in, for maps of the places it was at: x points to the right, y upwards,
/// and angles grow anticlockwise from x. Videos show it the same way round.
public struct FloorPlan: Sendable, Hashable {
  /// A straight wall.
  public struct Wall: Sendable, Hashable {
    public var start, end: SIMD2<Double>
    /// Red, green and blue from 0 to 1.
    public var color: SIMD3<Float>

    public init(from start: SIMD2<Double>, to end: SIMD2<Double>, color: SIMD3<Float>) {
      self.start = start
      self.end = end
      self.color = color
    }
  }

  /// A rectangle that matters, such as a goal.
  public struct Region: Sendable, Hashable {
    /// What it is called. The diagnostic of this name holds its centre where that is not always the same.
    public var name: String
    /// Half the length of its sides.
    public var halfSize: SIMD2<Double>
    /// Nil where it lies elsewhere in each episode.
    public var center: SIMD2<Double>?

    public init(_ name: String, halfSize: SIMD2<Double>, center: SIMD2<Double>?) {
      self.name = name
      self.halfSize = halfSize
      self.center = center
    }
  }

  /// The diagnostic that holds the agent's place, x and y.
  public var position: String
  /// Where the agent can be.
  public var x, y: ClosedRange<Double>
  public var walls: [Wall]
  public var regions: [Region]

  public init(
    position: String, x: ClosedRange<Double>, y: ClosedRange<Double>, walls: [Wall] = [],
    regions: [Region] = []
  ) {
    self.position = position
    self.x = x
    self.y = y
    self.walls = walls
    self.regions = regions
  }
}
