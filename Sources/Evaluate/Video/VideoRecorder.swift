import Environments
import Foundation

/// Makes a video of what environments look like.
///
///     let recorder = try VideoRecorder(url: url, size: .standard, camera: nil, replacing: false)
///     try recorder.append(frame)   // for every state, in order
///     try recorder.finish()
///
/// It shows time as the pictures tell it: a state for as long as the environment's step takes. Where
/// states follow one another faster than a video can show them, it leaves out all but every second,
/// third and so on. All of it is to be used on one thread, and nothing of it changes what a simulation
/// or a training computes.
public final class VideoRecorder {
  private let url: URL
  private let format: VideoFormat
  private let program: URL
  private let renderer: PictureRenderer
  /// Nil before the first picture, which decides the rate, and at the end.
  private var encoder: VideoEncoder?
  private var pace = VideoPace(stride: 1, rate: 1)
  /// How many states of the present episode came so far.
  private var stateCount = 0

  /// For how long the last state of an episode stays, in seconds.
  private static let pause = 0.5

  /// Nothing is written before the first picture.
  ///
  /// - Parameters:
  ///   - url: The file, whose name ends in `.mp4` or `.gif`.
  ///   - camera: What scenes are seen from; see ``PictureRenderer/init(size:camera:)``.
  ///   - replacing: Whether a file that exists is replaced.
  public init(
    url: URL, size: VideoSize = .standard, camera: String? = nil, replacing: Bool
  ) throws(VideoError) {
    format = try VideoFormat(of: url)
    if !replacing, FileManager.default.fileExists(atPath: url.filePath) {
      throw .exists(path: url.filePath)
    }
    guard let program = VideoEncoder.program else { throw .noEncoder }
    self.url = url
    self.program = program
    renderer = try PictureRenderer(size: size, camera: camera)
  }

  deinit { cancel() }

  /// Draws a picture and forgets it, to find out whether those like it can be drawn.
  package func check(_ picture: EnvironmentPicture) throws(VideoError) {
    try renderer.render(picture, caption: nil)
  }

  /// Adds the next state.
  public func append(_ frame: VideoFrame) throws(VideoError) {
    try append(frame.picture, caption: frame.caption, endsEpisode: frame.endsEpisode)
  }

  /// Adds the next state.
  ///
  /// - Parameter endsEpisode: Whether it is the last of its episode.
  package func append(
    _ picture: EnvironmentPicture, caption: VideoCaption? = nil, endsEpisode: Bool = false
  ) throws(VideoError) {
    defer { stateCount = endsEpisode ? 0 : stateCount + 1 }
    let encoder = try encoder(for: picture)
    guard endsEpisode || stateCount.isMultiple(of: pace.stride) else { return }
    try renderer.render(picture, caption: caption)
    let count = endsEpisode ? 1 + Int((Self.pause * pace.rate).rounded()) : 1
    for _ in 0..<count { try encoder.append(renderer.pixels) }
  }

  private func encoder(for picture: EnvironmentPicture) throws(VideoError) -> VideoEncoder {
    if let encoder { return encoder }
    pace = VideoPace(stateDuration: picture.duration, greatestRate: format.greatestRate)
    let encoder = try VideoEncoder(
      program, url: url, format: format, size: renderer.size, rate: pace.rate)
    self.encoder = encoder
    return encoder
  }

  /// Ends the video and puts it in its place. Without any picture there is none.
  public func finish() throws(VideoError) {
    let encoder = encoder
    self.encoder = nil
    try encoder?.finish()
  }

  /// Gives up: no file is left, and one that was to be replaced stays as it was.
  public func cancel() {
    encoder?.cancel()
    encoder = nil
  }
}
