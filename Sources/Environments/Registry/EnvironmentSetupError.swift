/// What can be wrong with a request for environments before any of them takes a step.
public enum EnvironmentSetupError: Error, Sendable, Equatable {
  /// No environment has this id; `nearest` are the ids that look most like it.
  case unknown(id: String, nearest: [String])
  /// The id has the form `scheme:rest`, and there is no such scheme; `existing` are those there are.
  case unknownScheme(id: String, existing: [String])
  /// There is a scheme of this name already.
  case schemeRegistered(name: String)
  /// There is an environment of this id already.
  case alreadyRegistered(id: String)
  /// A selection of observed components without any.
  case nothingObserved(id: String)
  /// A selected component that the observation does not have.
  case noSuchComponent(id: String, index: Int, size: Int)
  /// A component that is selected twice.
  case componentObservedTwice(id: String, index: Int)
  /// A selection of some numbers of an image, or of all in another order.
  case imageTornApart(id: String, field: String)
  /// Noise on an image.
  case noisyImage(id: String, field: String)
  /// Velocities or positions are to be hidden where there are none, or where there is nothing else.
  case notSeparable(id: String, what: String)
  /// Noise whose standard deviation is negative or not finite.
  case impossibleNoise(id: String, Double)
  /// A number of stacked observations that is not positive, or absurd.
  case impossibleFrameStack(id: String, Int)
  /// Actions that are to be taken less than once.
  case impossibleActionRepeat(id: String, Int)
  /// An argument that the environment does not take; `existing` are those that it takes.
  case unknownArgument(id: String, name: String, existing: [String])
  /// A value that an argument cannot have.
  case impossibleArgument(id: String, name: String, value: String, kind: String)
  /// The model or the task of one's own is wrong.
  case task(TaskError)
  /// The environment could not be made.
  case unusable(id: String, message: String)
}

extension EnvironmentSetupError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let id, let nearest):
      "There is no environment '\(id)'."
        + (nearest.isEmpty ? "" : " Did you mean \(Self.list(nearest))?")
    case .unknownScheme(let id, let existing):
      "There is no environment '\(id)': "
        + (existing.isEmpty
          ? "no kind of ids with a colon is registered."
          : "ids with a colon begin with \(Self.list(existing.map { "\($0):" })).")
    case .schemeRegistered(let name):
      "A scheme '\(name)' is registered already; choose another name."
    case .alreadyRegistered(let id):
      "An environment '\(id)' is registered already; choose another id."
    case .nothingObserved(let id):
      "No component of \(id)'s observation is selected; name at least one index."
    case .noSuchComponent(let id, let index, let size):
      "\(id)'s observation has no component \(index); its indices are 0 to \(size - 1)."
    case .componentObservedTwice(let id, let index):
      "Component \(index) of \(id)'s observation is selected twice; name each index once."
    case .imageTornApart(let id, let field):
      "The image '\(field)' of \(id)'s observation cannot be taken apart; select it as a whole, by its "
        + "name, or leave it out."
    case .noisyImage(let id, let field):
      "The image '\(field)' of \(id)'s observation consists of bytes, which cannot have noise; leave "
        + "out the noise, or the image."
    case .notSeparable(let id, let what):
      "\(id)'s observation cannot be split into \(what) and the rest, so that it has no variant "
        + "without \(what)."
    case .impossibleNoise(let id, let deviation):
      "The noise on \(id)'s observation is to have a standard deviation of \(deviation); it must be "
        + "0 or more."
    case .impossibleFrameStack(let id, let count):
      "\(count) of \(id)'s observations cannot be stacked; give a number from 1 to 1000."
    case .impossibleActionRepeat(let id, let count):
      "\(id)'s actions cannot be taken \(count) times each; give a number from 1 upwards."
    case .unknownArgument(let id, let name, let existing):
      "\(id) has no argument '\(name)'; it has "
        + (existing + [EnvironmentDescription.stepLimitName]).joined(separator: ", ") + "."
    case .impossibleArgument(let id, let name, let value, let kind):
      "\(id)'s argument \(name) cannot be '\(value)'; it must be \(kind)."
    case .task(let error): error.description
    case .unusable(let id, let message):
      "\(id) cannot be used: \(message)."
    }
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func list(_ names: [String]) -> String {
    names.count < 2
      ? names.joined()
      : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }
}
