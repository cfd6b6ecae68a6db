import Settings

/// What stops a training run: numbers that cannot be learnt from. The last checkpoint stays as it is.
public struct TrainingError: SettingNamingError {
  public let message: SettingMessage
  init(_ message: SettingMessage) { self.message = message }
}
