/// Where a run of a grid stands.
package enum GridState {
  case waiting
  case running(GridProcess)
  /// A process that is not ours is at work on it.
  case elsewhere
  case finished
  /// It was done when the grid began.
  case skipped
  /// The grid was asked to stop, and the run was saved.
  case stopped
  case failed(String)

  package var name: String {
    switch self {
    case .waiting: "waiting"
    case .running: "running"
    case .elsewhere: "running elsewhere"
    case .finished: "finished"
    case .skipped: "done before"
    case .stopped: "stopped"
    case .failed: "failed"
    }
  }

  /// Whether a process, of this grid or another, trains it.
  package var isAtWork: Bool {
    switch self {
    case .running, .elsewhere: true
    case .waiting, .finished, .skipped, .stopped, .failed: false
    }
  }

  package var isWaiting: Bool { if case .waiting = self { true } else { false } }

  /// In the order in which a person wants to see them.
  package var rank: Int {
    switch self {
    case .running: 0
    case .elsewhere: 1
    case .failed: 2
    case .stopped: 3
    case .waiting: 4
    case .finished: 5
    case .skipped: 6
    }
  }
}
