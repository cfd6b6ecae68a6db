import CMuJoCo
import Synchronization

/// A compiled MuJoCo model (MJCF). It never changes, so that all simulations of a process share it.
@safe public final class MuJoCoModel: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<mjModel>

  /// Compiles a model.
  ///
  /// - Parameters:
  ///   - name: What messages call it.
  ///   - xml: The MJCF as UTF-8. It can refer to no other file.
  /// - Throws: ``EnvironmentError`` with MuJoCo's message.
  public init(name: String, xml: [UInt8]) throws(EnvironmentError) {
    guard mj_version() == mjVERSION_HEADER else {
      throw EnvironmentError(
        "built for version \(mjVERSION_HEADER) of MuJoCo, but the library that is installed is of "
          + "version \(mj_version()); build again")
    }
    // The XML reader keeps what it read last in a global variable.
    let loaded = unsafe Self.reader.withLock { _ in unsafe LoadedModel.read(xml) }
    guard let pointer = unsafe loaded.pointer else {
      throw EnvironmentError("MuJoCo cannot read the model \(name): \(loaded.message)")
    }
    unsafe self.pointer = pointer
  }

  deinit { unsafe mj_deleteModel(pointer) }

  private static let reader: Mutex<Void> = {
    MuJoCoHandlers.install()
    return Mutex(())
  }()

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
}

/// What reading a model gave: a pointer, or a message.
@unsafe private struct LoadedModel {
  let pointer: UnsafeMutablePointer<mjModel>?
  @safe let message: String

  static func read(_ xml: [UInt8]) -> LoadedModel {
    var message = [CChar](repeating: 0, count: 1000)
    let capacity = Int32(message.count)
    let pointer = unsafe xml.withUnsafeBytes { text in
      unsafe mujoco_load_xml(text.baseAddress, Int32(text.count), &message, capacity)
    }
    let characters = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return unsafe LoadedModel(
      pointer: pointer, message: String(decoding: characters, as: UTF8.self))
  }
}
