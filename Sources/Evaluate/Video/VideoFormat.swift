import Foundation

/// The kinds of files a video can be written to.
enum VideoFormat: String {
  case mp4, gif

  /// The kind that the name of a file asks for.
  init(of url: URL) throws(VideoError) {
    guard let format = VideoFormat(rawValue: url.pathExtension.lowercased()) else {
      throw .unknownFormat(path: url.filePath)
    }
    self = format
  }

  /// How many pictures a second there are at most: what screens show, and what programs that show GIFs
  /// take for meant so.
  var greatestRate: Double {
    switch self {
    case .mp4: 60
    case .gif: 50
    }
  }

  /// What tells ffmpeg to write this kind, from pictures whose first row is the lowest. Each picture of a
  /// GIF has a palette of its own: to find one for all, ffmpeg would have to keep all.
  var encoderArguments: [String] {
    switch self {
    case .mp4:
      [
        "-vf", "vflip", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt",
        "yuv420p",
        "-movflags", "+faststart", "-f", "mp4",
      ]
    case .gif:
      [
        "-vf",
        "vflip,split[a][b];[a]palettegen=stats_mode=single[palette];[b][palette]paletteuse=new=1",
        "-f", "gif",
      ]
    }
  }
}
