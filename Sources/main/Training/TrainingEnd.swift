/// Why a training ended.
enum TrainingEnd {
  /// It made all its steps.
  case finished
  /// Its episodes are as good as they were to be.
  case reachedReturn
  case outOfTime
  /// A signal asked for it.
  case interrupted

  /// The beginning of a sentence about it.
  var description: String {
    switch self {
    case .finished: "Done"
    case .reachedReturn: "The return of --stop-return is reached"
    case .outOfTime: "The time of --time-limit is up"
    case .interrupted: "Stopped"
    }
  }
}
