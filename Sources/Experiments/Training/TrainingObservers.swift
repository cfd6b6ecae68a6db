import Synchronization

/// Observers that the command adds to every training, for an `agents` with parts of your own.
public enum TrainingObservers {
  private static let makers = Mutex<[@Sendable () -> any TrainingObserver]>([])

  /// Adds an observer, which is made anew for each training.
  public static func register(_ make: @escaping @Sendable () -> any TrainingObserver) {
    makers.withLock { $0.append(make) }
  }

  /// Makes one of each.
  public static func make() -> [any TrainingObserver] {
    makers.withLock { $0 }.map { $0() }
  }
}
