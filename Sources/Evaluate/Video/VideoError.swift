import Files

/// Why there is no video.
public enum VideoError: Error, Equatable {
  case impossibleSize(String)
  /// The name ends like no kind of video that can be made.
  case unknownFormat(path: String)
  case exists(path: String)
  /// `cameras` are those that there are.
  case unknownCamera(String, cameras: [String])
  /// There is no library to draw with, or it does not work.
  case noOpenGL(String)
  /// MuJoCo cannot draw the model.
  case undrawable(model: String, message: String)
  case noEncoder
  /// `ffmpeg` failed, with this as its last words.
  case encoderFailed(path: String, message: String)
  case file(FileError)

  /// Whether what was asked for is wrong, and not the computer.
  public var isWrongUsage: Bool {
    switch self {
    case .impossibleSize, .unknownFormat, .exists, .unknownCamera: true
    case .noOpenGL, .undrawable, .noEncoder, .encoderFailed, .file: false
    }
  }
}

extension VideoError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .impossibleSize(let text):
      "A video cannot have the size '\(text)'. Give width and height in pixels, both even and from 32 "
        + "to 4096, such as 640x480."
    case .unknownFormat(let path):
      "\(path): the name of a video ends in .mp4 or .gif."
    case .exists(let path):
      "\(path): the file exists already. Give another name, or have it replaced."
    case .unknownCamera(let name, let cameras) where cameras.isEmpty:
      "There is no camera '\(name)': what this environment shows is drawn as a card."
    case .unknownCamera(let name, let cameras):
      "There is no camera '\(name)'; there are: \(cameras.joined(separator: ", "))."
    case .noOpenGL(let reason):
      "Nothing can be drawn: \(reason). On Debian: apt-get install libosmesa6"
    case .undrawable(let model, let message):
      "MuJoCo cannot draw the model \(model): \(message)."
    case .noEncoder:
      "A video is encoded by the program ffmpeg, which is not on the PATH. On Debian: apt-get install "
        + "ffmpeg"
    case .encoderFailed(let path, let message):
      "\(path): ffmpeg could not write the video: \(message)"
    case .file(let error): "\(error)"
    }
  }
}
