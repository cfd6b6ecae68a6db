import Settings

/// The argument of a task whose noise after a reset has a single scale.
public protocol ResetNoiseArguments: EnvironmentArguments {
  /// The size of the noise in the state after a reset.
  var resetNoiseScale: Double { get set }
}

extension ResetNoiseArguments {
  public static var settings: [Setting<Self>] { [resetNoiseScale] }

  static var resetNoiseScale: Setting<Self> {
    Setting(
      "reset_noise_scale", \.resetNoiseScale, "The size of the noise in the state after a reset.",
      in: 0...)
  }
}
