/// Why a training ended.
public enum TrainingEnd: Sendable {
  /// It made all its steps.
  case finished
  /// Its episodes are as good as they were to be.
  case reachedReturn
  case outOfTime
  /// Somebody asked for it, through ``TrainingControl``.
  case interrupted

  /// The beginning of a sentence about it, which the run's log holds, too.
  package var description: String {
    switch self {
    case .finished: "Done"
    case .reachedReturn: "The return of --stop-return is reached"
    case .outOfTime: "The time of --time-limit is up"
    case .interrupted: "Stopped"
    }
  }
}
