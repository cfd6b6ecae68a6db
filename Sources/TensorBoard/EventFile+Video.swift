import Evaluate
import Files
import Foundation

extension EventFile {
  /// How many states of an episode are shown, at most: the file grows by about 10 kB with each.
  private static let pictureCount = 50

  /// Appends an episode as a small animated picture, which leaves out states where there are many.
  ///
  /// - Throws: `VideoError`, `FileError`.
  func append(video frames: [VideoFrame], step: Int) throws {
    let name = "agents-\(UUID().uuidString).gif"
    let url = FileManager.default.temporaryDirectory.appending(path: name)
    defer { try? FileManager.default.removeItem(at: url) }
    let size = VideoSize.small
    let recorder = try VideoRecorder(url: url, size: size, replacing: true)
    let interval = (frames.count - 1) / Self.pictureCount + 1
    for (index, frame) in frames.enumerated()
    where index.isMultiple(of: interval) || frame.endsEpisode {
      try recorder.append(frame)
    }
    try recorder.finish()
    try append(
      image: Data(reading: url), width: size.width, height: size.height, tag: "video", step: step)
  }
}
