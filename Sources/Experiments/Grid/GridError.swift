/// Why a grid cannot be made of what was given.
package enum GridError: Error, Equatable, CustomStringConvertible {
  case notAFlag(String)
  case noValue(String)
  case notYesOrNo(String, String)
  case range(String, String)
  case twice(String)
  /// A flag that a grid decides by itself.
  case reserved(String)
  case sameName(String)
  /// A run has made more steps than it is to end after.
  case passed(String, made: Int, asked: Int)
  case tooManyRuns(limit: Int)
  /// A file is not what a grid's file is.
  case file(String, line: Int, problem: String)

  package var isBadData: Bool {
    if case .file = self { true } else { false }
  }

  package var description: String {
    switch self {
    case .notAFlag(let text):
      """
      '\(text)' stands where a flag of 'agents train' should. The values of a flag form one list \
      without spaces: --lr 3e-4,1e-3.
      """
    case .noValue(let flag):
      "--\(flag) has an empty value in its list; write values with single commas: 1,2,3."
    case .notYesOrNo(let flag, let value):
      "--\(flag) takes no value; in a grid it can be yes, no or yes,no, and not '\(value)'."
    case .range(let flag, let text):
      "--\(flag) \(text): a range goes from a smaller whole number to a larger, such as 0..9."
    case .twice(let flag):
      "--\(flag) is given twice; write all its values as one list: --\(flag) A,B."
    case .reserved(let flag):
      "--\(flag) cannot be given to a grid, which decides by itself which runs to resume."
    case .sameName(let name):
      "Two runs of the grid would be called \(name), because values are listed twice."
    case .passed(let name, let made, let asked):
      """
      \(name) has made \(made) steps already, and --num-env-steps is \(asked). Give more than \(made) to \
      train it longer, or another --name for runs of their own. Nothing was begun.
      """
    case .tooManyRuns(let limit):
      "The combinations of all values are more than \(limit) runs; list fewer values."
    case .file(let path, let line, let problem): "\(path), line \(line): \(problem)"
    }
  }
}
