/// What somebody wants of a training while it runs, such as by signals. The training asks, from any
/// thread.
public struct TrainingControl: Sendable {
  /// For how long somebody has been waiting for the end, in seconds; nil where nobody wants it to end.
  public var secondsWaitingForEnd: @Sendable () -> Double?
  /// Whether somebody wanted a checkpoint since this was asked last.
  public var takeWishToSave: @Sendable () -> Bool

  public init(
    secondsWaitingForEnd: @escaping @Sendable () -> Double? = { nil },
    takeWishToSave: @escaping @Sendable () -> Bool = { false }
  ) {
    self.secondsWaitingForEnd = secondsWaitingForEnd
    self.takeWishToSave = takeWishToSave
  }

  /// Whether somebody wants the training to end.
  public var wantsEnd: Bool { secondsWaitingForEnd() != nil }

  /// What signals ask for, once ``Interruption/listen()`` and ``Interruption/listenForSaving()`` were
  /// called.
  public static let signals = TrainingControl(
    secondsWaitingForEnd: { Interruption.age }, takeWishToSave: { Interruption.takeWishToSave() })
}
