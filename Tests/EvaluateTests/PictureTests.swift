import Environments
import Evaluate
import Foundation
import Testing

@Suite(.serialized) struct PictureTests {
  private static let size = "160x120"

  /// Draws states until one looks unlike the first, of which a random walk of 100 steps has some.
  private func expectPictures(
    _ scenery: Scenery, _ name: String, _ renderer: PictureRenderer
  ) throws {
    let first = try renderer.pixels(of: scenery.picture)
    #expect(Set(first).count > 2, "\(name) is blank")
    for _ in 0..<100 {
      try scenery.step()
      if try renderer.pixels(of: scenery.picture) != first { return }
    }
    Issue.record("\(name) looks always the same")
  }

  @Test func `every environment has pictures, and they change`() throws {
    let renderer = try PictureRenderer(size: VideoSize(Self.size))
    for environment in EnvironmentRegistry.standard.environments
    where environment.variantOf == nil {
      try expectPictures(Scenery(environment), environment.id, renderer)
    }
  }

  @Test func `a task of one's own has pictures`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Examples/tasks")
    let source = try TaskSource(
      model: folder.appending(path: "cart_push.xml"), task: folder.appending(path: "cart_push.yaml")
    )
    let configuration = EnvironmentConfiguration(task: source)
    try expectPictures(
      Scenery(EnvironmentRegistry.standard.environment(for: configuration)), source.name,
      PictureRenderer(size: VideoSize(Self.size)))
  }

  @Test(arguments: ["CartPole-v1", "Acrobot-v1", "MountainCar-v0", "Pendulum-v1"])
  func `classic control is drawn as a scene, not as a card`(_ id: String) throws {
    guard case .scene = try Scenery(id).picture.content else {
      Issue.record("\(id) has no scene")
      return
    }
  }

  /// The middle of the pixels that a test picks, from 0 to 1 from the left and from below.
  private func middle(
    _ pixels: [UInt8], of size: VideoSize, where isMeant: (ArraySlice<UInt8>) -> Bool
  ) -> SIMD2<Double>? {
    var (sum, count) = (SIMD2<Double>(0, 0), 0.0)
    for index in 0..<size.width * size.height where isMeant(pixels[3 * index..<3 * index + 3]) {
      sum += SIMD2(Double(index % size.width), Double(index / size.width))
      count += 1
    }
    return count == 0 ? nil : sum / count / SIMD2(Double(size.width), Double(size.height))
  }

  @Test func `the water maze is drawn as maps show it, x to the right and y upwards`() throws {
    let size = try VideoSize("320x240")
    let renderer = try PictureRenderer(size: size)
    var maze = MorrisWaterMaze()
    func draw(x: Double, y: Double, heading: Double) throws -> [UInt8] {
      var state = EnvironmentState()
      state["position"] = [x, y]
      state["heading"] = [heading]
      state["platform"] = [75, 225]
      state["steps_on_platform"] = [0]
      try maze.restore(from: state)
      return try renderer.pixels(of: try #require(maze.picture))
    }
    func isDark(_ pixel: ArraySlice<UInt8>) -> Bool { pixel.allSatisfy { $0 < 50 } }
    let first = try draw(x: 60, y: 60, heading: 0)
    // The walls at y = 300, blue, and at y = 0, green.
    let blue = try #require(middle(first, of: size) { $0.last! > 150 && $0.first! < 60 })
    let green = try #require(middle(first, of: size) { Array($0)[1] > 150 && $0.last! < 60 })
    #expect(blue.y > 0.9 && green.y < 0.1)
    let yellow = try #require(
      middle(first, of: size) { $0.first! > 150 && $0.last! < 120 && Array($0)[1] > 120 })
    let low = try #require(middle(first, of: size, where: isDark))
    let high = try #require(
      middle(try draw(x: 240, y: 240, heading: 0), of: size, where: isDark))
    #expect(yellow.y > 0.5 && high.x > low.x + 0.2 && high.y > low.y + 0.3)
    // What looks along y, looks up.
    let up = try #require(
      middle(try draw(x: 60, y: 60, heading: .pi / 2), of: size, where: isDark))
    #expect(up.y > low.y + 0.002 && up.x < low.x - 0.002)
  }

  @Test func `a view with less to see looks the same`() throws {
    let renderer = try PictureRenderer(size: VideoSize(Self.size))
    #expect(
      try renderer.pixels(of: Scenery("CartPole-v1").picture)
        == renderer.pixels(of: Scenery("CartPoleNoVel-v1").picture))
  }

  @Test func `an action that is repeated takes as much longer`() throws {
    let environment = try EnvironmentRegistry.standard.find("HalfCheetah-v4").environment
    let batch = try environment.makeBatch(
      indices: 0..<1, seed: 1, options: BatchOptions(actionRepeat: 3))
    #expect(abs(batch.picture(inRow: 0).duration - 0.15) < 1e-12)
  }

  @Test func `drawing changes neither a simulation nor how numbers are computed`() throws {
    let scenery = try Scenery("Ant-v4")
    try scenery.step()
    let before = scenery.batch.save()
    let tiny = Double(before.count) * .leastNormalMagnitude
    _ = try PictureRenderer(size: VideoSize(Self.size)).pixels(of: scenery.picture)
    #expect(scenery.batch.save() == before)
    // OpenGL computes with numbers this small taken for 0.
    #expect(tiny / 4 > 0)
    #expect(Double(before.count) * tiny / 4 > 0)
  }

  @Test func `a card tells what there is no room for`() throws {
    let lines = (0..<500).map { PictureCard.Line("number \($0)", "\($0)") }
    let renderer = try PictureRenderer(size: VideoSize(Self.size))
    let all = try renderer.pixels(of: EnvironmentPicture(PictureCard(lines: lines)))
    let fewer = try renderer.pixels(of: EnvironmentPicture(PictureCard(lines: lines.dropLast())))
    #expect(all != fewer)
  }

  @Test func `a model is seen from the camera that is named`() throws {
    let picture = try Scenery("InvertedPendulum-v4").picture
    let pixels = try ["track", "front", "free"].map { name in
      try PictureRenderer(size: VideoSize(Self.size), camera: name).pixels(of: picture)
    }
    #expect(Set(pixels).count == 3)
    let standard = try PictureRenderer(size: VideoSize(Self.size)).pixels(of: picture)
    #expect(standard == pixels[0])
  }

  @Test func `a camera that does not exist is an error that lists those that do`() throws {
    let renderer = try PictureRenderer(size: .standard, camera: "side")
    #expect(throws: VideoError.unknownCamera("side", cameras: ["front", "track", "free"])) {
      try renderer.render(Scenery("InvertedPendulum-v4").picture, caption: nil)
    }
    #expect(throws: VideoError.unknownCamera("side", cameras: [])) {
      try renderer.render(Scenery("RepeatFirstEasy-v0").picture, caption: nil)
    }
  }
}
