/// What is wrong with a model or a task of one's own.
public enum TaskError: Error, Sendable, Equatable {
  /// A file cannot be read, for what the system says.
  case unreadable(path: String, reason: String)
  /// The task file says something that cannot be; lines and columns count from 1.
  case malformed(path: String, line: Int, column: Int, message: String)
  /// MuJoCo cannot compile the model, or no task can be made of it.
  case unusableModel(path: String, message: String)
  /// The file is not what it was when the run began.
  case changed(path: String)
}

extension TaskError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot read it: \(reason)."
    case .malformed(let path, let line, let column, let message):
      "\(path):\(line):\(column): \(message)."
    case .unusableModel(let path, let message): "\(path): \(message)."
    case .changed(let path):
      "\(path): it has changed since the run began, or a file that it includes has. Put back what it "
        + "was, or begin a new run."
    }
  }
}
