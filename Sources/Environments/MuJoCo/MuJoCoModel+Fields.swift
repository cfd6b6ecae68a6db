import CMuJoCo

extension MuJoCoModel {
  /// The values of a field of the compiled model, such as `body_mass`, `opt/gravity` or `nq`, by
  /// MuJoCo's name without regard to case; nil where there is no such field.
  package func field(_ name: String) -> [Double]? {
    let count = unsafe mujoco_model_field(pointer, name, nil, 0)
    guard count >= 0 else { return nil }
    var values = [Double](repeating: 0, count: Int(count))
    _ = unsafe mujoco_model_field(pointer, name, &values, count)
    return values
  }
}
