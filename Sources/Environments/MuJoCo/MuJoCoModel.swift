import CMuJoCo
import Foundation

/// A compiled MuJoCo model (MJCF). It never changes, so that all simulations of a process share it.
@safe public final class MuJoCoModel: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<mjModel>
  /// What messages call it.
  public let name: String

  /// Compiles a model from text.
  ///
  /// - Parameters:
  ///   - name: What messages call it.
  ///   - xml: The MJCF as UTF-8. It can refer to no other file.
  /// - Throws: ``EnvironmentError`` with MuJoCo's message.
  public convenience init(name: String, xml: [UInt8]) throws(EnvironmentError) {
    try self.init(name: name, source: .text(xml))
  }

  /// Compiles the model in a file. What that includes, such as meshes, is found from there.
  ///
  /// It is compiled in a process of its own first, with limits of time and memory, so that a model
  /// which crashes MuJoCo is an error as any other.
  ///
  /// - Throws: ``EnvironmentError`` with MuJoCo's message.
  public convenience init(file: URL) throws(EnvironmentError) {
    try self.init(
      name: file.lastPathComponent, source: .file(file.path(percentEncoded: false)))
  }

  private init(name: String, source: LoadedModel.Source) throws(EnvironmentError) {
    guard mj_version() == mjVERSION_HEADER else {
      throw EnvironmentError(
        "built for version \(mjVERSION_HEADER) of MuJoCo, but the library that is installed is of "
          + "version \(mj_version()); build again")
    }
    let loaded = unsafe LoadedModel.read(source)
    guard let pointer = unsafe loaded.pointer else {
      throw EnvironmentError("MuJoCo cannot read the model \(name): \(loaded.message)")
    }
    unsafe self.pointer = pointer
    self.name = name
    // MuJoCo counts the bytes of a model in 32 bits.
    let size = unsafe mj_sizeModel(pointer)
    guard size > 0, size <= Self.largestSize else {
      throw EnvironmentError(
        "the model \(name) takes more than \(Self.largestSize >> 20) MB; leave out what the task does "
          + "not need")
    }
  }

  /// The most bytes that a compiled model can have.
  private static let largestSize: Int32 = 1 << 30

  deinit { unsafe mj_deleteModel(pointer) }

  /// The sizes nq, nv and nu: of positions, velocities and controls.
  public var positionCount: Int { Int(unsafe pointer.pointee.nq) }
  public var velocityCount: Int { Int(unsafe pointer.pointee.nv) }
  public var controlCount: Int { Int(unsafe pointer.pointee.nu) }

  /// The number of bodies, the world included, which is the first.
  public var bodyCount: Int { Int(unsafe pointer.pointee.nbody) }

  /// The masses of the bodies, in kilograms.
  public var bodyMasses: [Double] {
    (0..<bodyCount).map { unsafe pointer.pointee.body_mass[$0] }
  }

  /// The length of one step of the simulator, in seconds.
  public var timestep: Double { unsafe pointer.pointee.opt.timestep }

  /// The controls as actions, bounded by the actuators' control ranges.
  public var actionSpace: ActionSpace {
    var low = [Float]()
    var high = [Float]()
    for actuator in 0..<controlCount {
      low.append(Float(unsafe pointer.pointee.actuator_ctrlrange[2 * actuator]))
      high.append(Float(unsafe pointer.pointee.actuator_ctrlrange[2 * actuator + 1]))
    }
    return .box(low: low, high: high)
  }

  /// The names of the controls: those of the actuators, or else of the joints that they drive.
  public var actionLabels: [QuantityLabel] {
    (0..<controlCount).map { actuator in
      let joint = joint(drivenBy: actuator).flatMap { name(of: .joint, at: $0) }
      return QuantityLabel(
        name(of: .actuator, at: actuator) ?? joint ?? title(of: .actuator, at: actuator))
    }
  }
}
