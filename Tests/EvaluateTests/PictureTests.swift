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
