/// Why a picture could not be drawn.
public enum PlotError: Error, Equatable, CustomStringConvertible {
  /// The file's name does not tell a format that there is.
  case unknownFormat(String)
  case gnuplotMissing
  /// The picture that was asked for has no room for what is in it.
  case tooSmall(leastWidth: Int, leastHeight: Int)
  /// gnuplot ended with an error; with what it printed.
  case gnuplotFailed(String)

  public var description: String {
    switch self {
    case .unknownFormat(let path):
      """
      \(path): the name of a picture ends with \
      \(PictureFormat.allCases.map { ".\($0)" }.joined(separator: ", ")), and that decides its format.
      """
    case .gnuplotMissing:
      "gnuplot, which draws the pictures, is not on the PATH. Install it: apt-get install gnuplot-nox"
    case .tooSmall(let width, let height):
      """
      The picture is too small for what is in it, in letters of this size. It needs at least \
      \(width)x\(height) points.
      """
    case .gnuplotFailed(let output):
      "gnuplot could not draw the picture: \(output.split(separator: "\n").joined(separator: " / "))"
    }
  }
}
