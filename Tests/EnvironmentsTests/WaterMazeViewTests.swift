import Environments
import Foundation
import Tensors
import Testing

/// The water maze seen as an image.
@Suite struct WaterMazeViewTests {
  /// A picture from a place, by channels, rows and columns.
  private struct Picture {
    let values: [Float]
    let (height, width): (Int, Int)

    init(
      x: Double, y: Double, heading: Double, height: Int = 64, width: Int = 128,
      _ arguments: [String: String] = [:]
    ) throws {
      let own = ["view": "image", "view_height": "\(height)", "view_width": "\(width)"]
      var world = try EnvironmentRegistry.standard.find("MorrisWaterMaze-v0").environment
        .configured(arguments.merging(own) { given, _ in given }).makeEnvironment()
      var random = RandomStream(seed: 1, purpose: .environment)
      world.reset(using: &random)
      var state = EnvironmentState()
      world.save(to: &state)
      state["position"] = [x, y]
      state["heading"] = [heading]
      try world.restore(from: state)
      var values = [Float](repeating: -1, count: world.observationSpace.size)
      var span = values.mutableSpan
      world.observe(into: &span)
      (self.values, self.height, self.width) = (values, height, width)
    }

    func color(row: Int, column: Int) -> [Float] {
      (0..<3).map { values[($0 * height + row) * width + column] }
    }
  }

  /// Half the angle between two of 128 columns of 120 degrees.
  private static let halfColumn = 120.0 / 256 * Double.pi / 180

  @Test func `the layout is an image and whether the platform is reached`() throws {
    let spaces = try EnvironmentRegistry.standard.find("MorrisWaterMaze-v0").environment
      .configured(["view": "image", "view_height": "8", "view_width": "12"]).spaces()
    #expect(
      spaces.seen.layout
        == ObservationLayout([
          .init("view", shape: [3, 8, 12], element: .uint8), .init("observation", shape: [1]),
        ]))
    let plain = try EnvironmentRegistry.standard.find("MorrisWaterMaze-v0").environment.spaces()
    #expect(plain.seen.layout == .vector(91))
  }

  @Test func `the wall ahead has its colour between sky and water, fainter with the distance`()
    throws
  {
    // x = 0 red, x = 300 white, y = 0 green, y = 300 blue.
    let walls: [(heading: Double, color: [Float])] = [
      (0, [1, 1, 1]), (.pi / 2, [0, 0, 1]), (.pi, [1, 0, 0]), (3 * .pi / 2, [0, 1, 0]),
    ]
    for (heading, color) in walls {
      let picture = try Picture(x: 150, y: 150, heading: heading)
      // 150 away; the columns in the middle look half a column past straight ahead.
      let distance = 150 / cos(Self.halfColumn)
      let shade = Float(255 * (1 - 0.5 * distance / 424.264068711928))
      let expected = color.map { ($0 * shade).rounded() }
      #expect(picture.color(row: 31, column: 64) == expected)
      #expect(picture.color(row: 31, column: 63) == expected)
      let sky = picture.color(row: 0, column: 64)
      #expect(sky[2] > sky[0] && sky[0] > 150)
      let water = picture.color(row: 63, column: 64)
      #expect(water[2] > water[0] && water[2] < 150)
    }
  }

  @Test func `the left of the picture is on the left`() throws {
    // Along x at y = 150: the wall at y = 300, which is blue, is on the left.
    let picture = try Picture(x: 150, y: 150, heading: 0, ["field_of_view": "170"])
    let (left, right) = (picture.color(row: 31, column: 0), picture.color(row: 31, column: 127))
    #expect(left[2] > 100 && left[0] == 0 && left[1] == 0)
    #expect(right[1] > 100 && right[0] == 0 && right[2] == 0)
  }

  @Test func `edges of a wall lie where the heights over the distance say`() throws {
    let picture = try Picture(x: 200, y: 150, heading: 0)
    let focal = 128 / (120 * Double.pi / 180)
    let distance = 100 / cos(Self.halfColumn)
    func isWall(_ row: Int) -> Bool {
      let level = 12 + (32 - (Double(row) + 0.5)) / focal * distance
      return level >= 0 && level < 55
    }
    let wall = picture.color(row: 31, column: 64)
    for row in 0..<64 {
      #expect((picture.color(row: row, column: 64) == wall) == isWall(row), "row \(row)")
    }
  }

  @Test func `a poster is red on white, and a hidden platform is not drawn`() throws {
    let picture = try Picture(x: 150, y: 150, heading: .pi / 2, ["cues": "poster"])
    let poster = picture.color(row: 25, column: 64)
    #expect(poster[0] > 100 && poster[1] == 0)
    let beside = picture.color(row: 25, column: 10)
    #expect(beside[0] == beside[1] && beside[0] > 100)

    let there = (x: 225.0, y: 175.0, heading: Double.pi / 2)
    let hidden = try Picture(x: there.x, y: there.y, heading: there.heading)
    let elsewhere = try Picture(
      x: there.x, y: there.y, heading: there.heading, ["platform_x": "50", "platform_y": "50"])
    #expect(hidden.values == elsewhere.values)
    let visible = try Picture(
      x: there.x, y: there.y, heading: there.heading, ["platform_is_visible": "true"])
    #expect(visible.values != hidden.values)
  }

  @Test func `every number is a byte, at the walls and with any angle as well`() throws {
    for angle in ["0", "1", "120", "360"] {
      for (x, y) in [(0.01, 0.01), (299.99, 150.0), (150, 150)] {
        let picture = try Picture(
          x: x, y: y, heading: 0.7, height: 5, width: 7, ["field_of_view": angle])
        #expect(picture.values.allSatisfy { (0...255).contains($0) && $0 == $0.rounded() })
      }
    }
  }

  @Test func `the vector is what it was, and the goal's distance and the quadrant are recorded`()
    throws
  {
    var world = try EnvironmentRegistry.standard.find("MorrisWaterMaze-v0").environment
      .makeEnvironment()
    var state = EnvironmentState()
    world.save(to: &state)
    for (x, y, quadrant) in [(10.0, 20.0, 0.0), (290, 20, 1), (10, 290, 2), (200, 200, 3)] {
      state["position"] = [x, y]
      try world.restore(from: state)
      let values = Dictionary(
        uniqueKeysWithValues: world.namedDiagnostics.map { ($0.name, $0.values) })
      #expect(values["quadrant"] == [quadrant])
      let distance = hypot(x - 225, y - 225)
      #expect(abs((values["goal_distance"]?[0] ?? .nan) - distance) < 1e-12 * distance)
    }
  }
}
