/// The models that tasks without a simulator are drawn with.
enum Scenes {
  static let cartPole = model("cart_pole", PackageResources.cart_pole_xml)
  static let pendulum = model("pendulum", PackageResources.pendulum_xml)
  static let acrobot = model("acrobot", PackageResources.acrobot_xml)
  static let mountainCar = model("mountain_car", MountainCarScene.xml)
  static let waterMaze = model("water_maze", PackageResources.water_maze_xml)

  /// Nil only where MuJoCo itself does not work, which whoever draws will say.
  private static func model(_ name: String, _ xml: [UInt8]) -> MuJoCoModel? {
    try? MuJoCoModel(name: name, xml: xml)
  }
}

extension EnvironmentPicture {
  /// One of the scenes, in a pose.
  init?(
    _ scene: MuJoCoModel?, positions: [Double], boxes: [PosedModel.Box] = [], duration: Double
  ) {
    guard let scene else { return nil }
    self.init(PosedModel(scene, positions: positions, boxes: boxes), duration: duration)
  }
}
