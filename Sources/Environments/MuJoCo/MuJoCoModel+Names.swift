import CMuJoCo

extension MuJoCoModel {
  /// The name of a joint, a body and so on, or nil where it has none.
  func name(of type: mjtObj, _ index: Int) -> String? {
    unsafe mj_id2name(pointer, Int32(type.rawValue), Int32(index)).map {
      unsafe String(cString: $0)
    }
  }

  /// The index of what is called `name`.
  ///
  /// - Parameter kind: What messages call things of that type.
  func index(of type: mjtObj, name: String, kind: String) throws(EnvironmentError) -> Int {
    let index = Int(unsafe mj_name2id(pointer, Int32(type.rawValue), name))
    guard index >= 0 else { throw EnvironmentError("the model has no \(kind) called '\(name)'") }
    return index
  }
}
