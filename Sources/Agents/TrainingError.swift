/// What stops a training run: numbers that cannot be learnt from. The last checkpoint stays as it is.
public struct TrainingError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
