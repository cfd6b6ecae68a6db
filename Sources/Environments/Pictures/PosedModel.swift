/// A model of MuJoCo with the places of its joints: all that it takes to draw it.
public struct PosedModel: Sendable {
  /// A box along the axes of the world that is drawn beside what the model has.
  public struct Box: Sendable, Hashable {
    /// The middle, x, y and z in metres.
    public var center: SIMD3<Double>
    /// Half the length of each side.
    public var halfSize: SIMD3<Double>
    /// Red, green and blue from 0 to 1.
    public var color: SIMD3<Float>

    public init(center: SIMD3<Double>, halfSize: SIMD3<Double>, color: SIMD3<Float>) {
      self.center = center
      self.halfSize = halfSize
      self.color = color
    }
  }

  public let model: MuJoCoModel
  /// The coordinates of the joints (`qpos`).
  public let positions: [Double]
  /// The poses of mocap bodies (`mocap_pos` and `mocap_quat`); nil where they are the model's own.
  package let mocap: (positions: [Double], quaternions: [Double])?
  /// What is drawn beside the model.
  public var boxes: [Box]

  /// - Parameter positions: The coordinates of the joints (`qpos`), as many as the model has.
  public init(_ model: MuJoCoModel, positions: [Double], boxes: [Box] = []) {
    precondition(positions.count == model.positionCount, "a position for each coordinate")
    self.model = model
    self.positions = positions
    mocap = nil
    self.boxes = boxes
  }

  init(_ simulation: MuJoCoSimulation) {
    model = simulation.model
    positions = simulation.positions.values
    let (places, turns) = simulation.mocap
    mocap = places.count == 0 ? nil : (places.values, turns.values)
    boxes = []
  }
}

extension MuJoCoSimulation {
  /// What the simulation looks like now.
  public var pose: PosedModel { PosedModel(self) }
}
