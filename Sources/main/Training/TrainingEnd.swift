/// Why a training ended.
enum TrainingEnd {
  /// It made all its steps.
  case finished
  /// Its episodes are as good as they were to be.
  case reachedReturn
  case outOfTime
  /// A signal asked for it.
  case interrupted
}
