import CMuJoCo

extension EnvironmentRegistry {
  /// The version of libmujoco in use, such as `2.2.2`.
  public static var simulatorVersion: String { unsafe String(cString: mj_versionString()) }
}
