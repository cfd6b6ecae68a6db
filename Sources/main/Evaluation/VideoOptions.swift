import ArgumentParser
import Evaluate
import Foundation

/// What is filmed of the episodes, and where to.
struct VideoOptions: ParsableArguments {
  @Option("file", "Make a video of the first episodes; the name ends with .mp4 or .gif.")
  var video: String?

  @Option(integer: "How many episodes the video shows. (1)")
  var videoEpisodes: Int?

  @Option("size", "Its width and height in pixels. (640x480)")
  var videoSize: String?

  @Option(
    "name", "The camera of the model that it is seen from. (one that follows, if there is one)")
  var camera: String?

  /// How many episodes are filmed.
  var episodeCount: Int { video == nil ? 0 : videoEpisodes ?? 1 }

  func check() throws {
    if let videoEpisodes, videoEpisodes < 1 {
      throw EvaluationError.usage(
        "--video-episodes is \(videoEpisodes); a video shows at least one episode.")
    }
    if video == nil && (videoEpisodes != nil || videoSize != nil || camera != nil) {
      throw EvaluationError.usage(
        "--video-episodes, --video-size and --camera go with --video FILE.")
    }
  }

  /// What makes the video, if one is wanted and can be made.
  func recorder(force: Bool) throws -> VideoRecorder? {
    guard let video else { return nil }
    return try VideoRecorder(
      url: try OutputFile.prepare(video, force: force),
      size: try videoSize.map { size throws(VideoError) in try VideoSize(size) } ?? .standard,
      camera: camera, replacing: force)
  }
}
