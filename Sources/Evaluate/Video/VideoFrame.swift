import Environments

/// A state of an episode on its way into a video.
public struct VideoFrame: Sendable {
  package let picture: EnvironmentPicture
  package let caption: VideoCaption
  /// Whether it is the last of its episode, which is always shown, and for longer.
  package let endsEpisode: Bool
}
