import Environments
import Foundation
import Tensors
import Testing

@Suite struct WaterMazeTests {
  private func maze(_ change: (inout WaterMazeConfiguration) -> Void = { _ in }) -> MorrisWaterMaze
  {
    var configuration = WaterMazeConfiguration()
    change(&configuration)
    return MorrisWaterMaze(configuration)
  }

  /// The maze with the agent at a place, looking in a direction.
  private func put(
    _ maze: MorrisWaterMaze, x: Double, y: Double, heading: Double,
    platform: [Double] = [225, 225]
  ) throws -> MorrisWaterMaze {
    var state = EnvironmentState()
    state["position"] = [x, y]
    state["heading"] = [heading]
    state["platform"] = platform
    state["steps_on_platform"] = [0]
    var maze = maze
    try maze.restore(from: state)
    return maze
  }

  private func observation(_ maze: MorrisWaterMaze) -> [Float] {
    var values = [Float](repeating: .nan, count: maze.observationSpace.size)
    var span = values.mutableSpan
    maze.observe(into: &span)
    return values
  }

  private func diagnostic(_ maze: MorrisWaterMaze, _ name: String) -> [Double] {
    maze.diagnostics.first { $0.key == name }?.value ?? []
  }

  /// Follows a ray in steps of a hundredth of a unit until it leaves the arena or meets a box.
  private func march(
    from place: (x: Double, y: Double), angle: Double, box: ClosedRange<Double>? = nil
  ) -> (distance: Double, color: [Float]) {
    var length = 0.0
    while true {
      let x = place.x + length * cos(angle)
      let y = place.y + length * sin(angle)
      if let box, box.contains(x), box.contains(y) { return (length, [1, 1, 1]) }
      if x <= 0 { return (length, [1, 0, 0]) }
      if x >= 300 { return (length, [1, 1, 1]) }
      if y <= 0 { return (length, [0, 1, 0]) }
      if y >= 300 { return (length, [0, 0, 1]) }
      length += 0.01
    }
  }

  @Test(arguments: [false, true])
  func `rays show what following them step by step meets`(_ platformIsVisible: Bool) throws {
    var random = RandomStream(seed: 5, purpose: .environment)
    let maze = maze { $0.platformIsVisible = platformIsVisible }
    for _ in 0..<40 {
      let place = (x: random.uniform(1, 299), y: random.uniform(1, 299))
      let box = 140.0...160.0
      if box.contains(place.x) && box.contains(place.y) { continue }
      let heading = random.uniform(-7, 7)
      let seen = observation(
        try put(maze, x: place.x, y: place.y, heading: heading, platform: [150, 150]))
      #expect(seen.count == 91)
      for ray in 0..<30 {
        let angle = heading + (-60 + 4 * Double(ray)) * .pi / 180
        let met = march(from: place, angle: angle, box: platformIsVisible ? box : nil)
        let brightness = Float(max(1 - met.distance / (300 * 2.0.squareRoot()), 0))
        for channel in 0..<3 {
          // Steps of 0.01 change the brightness by 2.4e-5; at a corner they may miss a colour.
          let difference = abs(seen[3 * ray + channel] - met.color[channel] * brightness)
          #expect(difference < 5e-5 || isNearCorner(place, angle, met.distance, box))
        }
      }
      #expect(seen[90] == 0)
    }
  }

  private func isNearCorner(
    _ place: (x: Double, y: Double), _ angle: Double, _ distance: Double, _ box: ClosedRange<Double>
  ) -> Bool {
    let x = place.x + distance * cos(angle)
    let y = place.y + distance * sin(angle)
    let edges = [0, 300, box.lowerBound, box.upperBound]
    return edges.contains { abs($0 - x) < 0.1 } && edges.contains { abs($0 - y) < 0.1 }
  }

  @Test func `each wall has its colour, brighter the nearer`() throws {
    let single = maze {
      $0.rayCount = 1
      $0.fieldOfView = 0
    }
    let views: [(heading: Double, color: [Float])] = [
      (0, [1, 1, 1]), (.pi, [1, 0, 0]), (.pi / 2, [0, 0, 1]), (-.pi / 2, [0, 1, 0]),
    ]
    for view in views {
      let seen = observation(try put(single, x: 150, y: 150, heading: view.heading))
      let brightness = Float(1 - 150 / (300 * 2.0.squareRoot()))
      #expect(zip(seen, view.color).allSatisfy { abs($0 - $1 * brightness) < 1e-6 })
    }
  }

  @Test func `a poster is seen on white walls`() throws {
    let single = maze {
      $0.rayCount = 1
      $0.fieldOfView = 0
      $0.cues = .poster
      $0.posterWidth = 60
    }
    func isRed(x: Double, heading: Double) throws -> Bool {
      let seen = observation(try put(single, x: x, y: 150, heading: heading))
      return seen[0] > 0 && seen[1] == 0
    }
    #expect(try isRed(x: 121, heading: .pi / 2))
    #expect(try isRed(x: 179, heading: .pi / 2))
    #expect(try !isRed(x: 119, heading: .pi / 2))
    #expect(try !isRed(x: 150, heading: -.pi / 2))
    #expect(try !isRed(x: 150, heading: 0))
  }

  /// Looked at from a tenth of a unit away, a wall has its colour to within 0.1 / 300√2.
  @Test func `the walls of the map are those that are seen`() throws {
    for cues in [WaterMazeConfiguration.Cues.walls, .poster] {
      let single = maze {
        $0.rayCount = 1
        $0.fieldOfView = 0
        $0.cues = cues
      }
      let plan = try #require(single.floorPlan)
      #expect(plan.walls.count == (cues == .walls ? 4 : 5))
      for wall in plan.walls {
        let middle = (wall.start + wall.end) / 2
        let inward = SIMD2(150, 150) - middle
        // A place beside the poster, which hangs in the middle.
        let isPoster = wall.color == SIMD3(1, 0, 0) && cues == .poster
        let place = isPoster || cues == .walls ? middle : wall.start * 0.9 + wall.end * 0.1
        let near = place + inward * (0.1 / 150)
        let seen = observation(
          try put(single, x: near.x, y: near.y, heading: atan2(-inward.y, -inward.x)))
        let color = [wall.color.x, wall.color.y, wall.color.z]
        #expect(zip(seen, color).allSatisfy { abs($0 - $1) < 3e-4 }, "\(wall) \(seen)")
      }
    }
  }

  @Test func `actions turn, go and stay`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    var maze = try put(maze(), x: 100, y: 100, heading: 1)
    func step(_ action: Float) -> (place: [Double], heading: Double) {
      _ = maze.step([action].span, using: &random)
      return (diagnostic(maze, "position"), diagnostic(maze, "heading")[0])
    }
    #expect(abs(step(0).heading - 0.9) < 1e-12)
    #expect(abs(step(2).heading - 1) < 1e-12)
    let place = step(1).place
    #expect(abs(place[0] - 100 - 3 * cos(1)) < 1e-12 && abs(place[1] - 100 - 3 * sin(1)) < 1e-12)
    #expect(step(3).place == place)
  }

  @Test func `a wall stops the agent just short of it`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    for heading in stride(from: 0.0, to: 6.3, by: 0.3) {
      var maze = try put(maze(), x: 150, y: 150, heading: heading, platform: [20, 20])
      for _ in 0..<120 { _ = maze.step([1].span, using: &random) }
      let place = diagnostic(maze, "position")
      #expect(place.allSatisfy { $0 > 0 && $0 < 300 })
      let gap = min(place[0], 300 - place[0], place[1], 300 - place[1])
      #expect(gap < 0.011)
    }
  }

  @Test func `who reaches the platform is paid and the episode ends`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    var maze = try put(maze { $0.stepReward = -0.25 }, x: 210, y: 225, heading: 0)
    #expect(maze.step([1].span, using: &random) == StepResult(reward: -0.25))
    let result = maze.step([1].span, using: &random)
    #expect(result == StepResult(reward: 0.75, outcome: .terminated))
    #expect(observation(maze)[90] == 1)
  }

  @Test func `who has to stay is paid after so many steps in a row`() throws {
    var random = RandomStream(seed: 1, purpose: .environment)
    for ending in [WaterMazeConfiguration.Ending.stay, .relocate] {
      var maze = try put(
        maze {
          $0.ending = ending
          $0.staySteps = 3
          $0.leastStartDistance = 40
        }, x: 213, y: 225, heading: 0)
      // On the platform, off it again after a turn around, then on it and staying.
      var rewards = [maze.step([1].span, using: &random).reward]
      maze = try put(maze, x: 213, y: 225, heading: 0)
      for action: Float in [1, 3] {
        rewards.append(maze.step([action].span, using: &random).reward)
      }
      #expect(rewards == [0, 0, 0])
      let last = maze.step([3].span, using: &random)
      #expect(last == StepResult(reward: 1, outcome: ending == .stay ? .terminated : .running))
      guard ending == .relocate else { continue }
      let place = diagnostic(maze, "position")
      #expect(hypot(place[0] - 225, place[1] - 225) >= 40)
      #expect(diagnostic(maze, "platform") == [225, 225])
    }
  }

  @Test func `the platform lies where its placement says`() throws {
    var random = RandomStream(seed: 3, purpose: .environment)
    func centers(_ placement: WaterMazeConfiguration.Placement) -> [[Double]] {
      var maze = maze { $0.placement = placement }
      return (0..<500).map { _ in
        maze.reset(using: &random)
        #expect(diagnostic(maze, "on_platform") == [0])
        return diagnostic(maze, "platform")
      }
    }
    #expect(Set(centers(.fixed)) == [[225, 225]])
    #expect(Set(centers(.quadrant)) == [[75, 75], [75, 225], [225, 75], [225, 225]])
    for center in centers(.nearQuadrant) {
      #expect(center.allSatisfy { min(abs($0 - 75), abs($0 - 225)) <= 20 })
    }
    let anywhere = centers(.anywhere)
    #expect(anywhere.allSatisfy { $0.allSatisfy { 10...290 ~= $0 } })
    #expect(anywhere.contains { $0[0] < 50 } && anywhere.contains { $0[0] > 250 })
  }

  @Test func `an episode lasts 200 steps at most`() throws {
    let harness = try Harness("MorrisWaterMaze-v0", indices: 0..<1)
    try harness.reset()
    for time in 1...200 {
      try harness.step([3])
      #expect(harness.rows.truncated[0] == (time == 200 ? 1 : 0))
    }
  }
}
