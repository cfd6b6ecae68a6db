import Settings

/// The settings of ``MorrisWaterMaze``. The arena is 300 units wide.
public struct WaterMazeConfiguration: EnvironmentArguments {
  /// Where the platform lies in an episode.
  public enum Placement: String, CaseIterable, SettingValue {
    /// At one place in the whole run.
    case fixed
    /// At the centre of a quadrant, drawn for each episode.
    case quadrant
    /// Within 20 units of the centre of a quadrant in x and y, drawn for each episode.
    case nearQuadrant = "near-quadrant"
    /// Anywhere, drawn for each episode.
    case anywhere
  }

  /// What happens when the platform is found.
  public enum Ending: String, CaseIterable, SettingValue {
    /// Who reaches the platform ends the episode.
    case reach
    /// An agent that has stood on the platform for this many steps ends the episode.
    case stay
    /// An agent that has stood on the platform for this many steps continues from another place.
    case relocate
  }

  /// What there is to find one's way by.
  public enum Cues: String, CaseIterable, SettingValue {
    /// Four coloured walls: red at x = 0, green at y = 0, blue at y = 300, white at x = 300.
    case walls
    /// White walls, and a red poster in the middle of the wall at y = 300.
    case poster
  }

  /// What the agent sees.
  public enum View: String, CaseIterable, SettingValue {
    /// The colours that the rays meet, as numbers.
    case vector
    /// What a camera at the agent's eyes sees.
    case image
  }

  /// The number of rays.
  public var rayCount = 30
  /// The angle that the rays are spread over, in degrees.
  public var fieldOfView = 120.0
  /// Half the length of the platform's sides.
  public var platformHalfSize = 10.0
  public var placement = Placement.fixed
  /// The centre of a platform that lies at one place in the whole run.
  public var platformX = 225.0
  public var platformY = 225.0
  /// Whether rays meet the platform, as a white box.
  public var platformIsVisible = false
  public var ending = Ending.reach
  /// How many steps the agent has to stand on the platform, where it has to stay.
  public var staySteps = 5
  /// The reward for the platform.
  public var platformReward = 1.0
  /// The reward of every step.
  public var stepReward = 0.0
  /// How far from the platform's centre an episode begins, at least.
  public var leastStartDistance = 0.0
  public var cues = Cues.walls
  /// The width of the poster.
  public var posterWidth = 100.0
  public var view = View.vector
  /// The rows and columns of an image.
  public var viewHeight = 16
  public var viewWidth = 32

  public init() {}

  /// How many steps in a row on the platform count as having found it.
  var requiredSteps: Int { ending == .reach ? 1 : staySteps }

  public static let settings = [
    Setting("ray_count", \Self.rayCount, "The number of rays.", in: 1...10_000),
    Setting(
      "field_of_view", \Self.fieldOfView,
      "The angle that the rays or the columns of an image are spread over, in degrees.",
      in: 0...360),
    Setting(
      "platform_half_size", \Self.platformHalfSize, "Half the length of the platform's sides.",
      in: 0.1...100),
    Setting(
      "platform_placement", \Self.placement,
      """
      Where the platform lies: fixed for the whole run, or in each episode at the centre of a quadrant, \
      within 20 units of one, or anywhere.
      """),
    Setting(
      "platform_x", \Self.platformX, "The centre of a fixed platform.", in: 0...300),
    Setting(
      "platform_y", \Self.platformY, "The centre of a fixed platform.", in: 0...300),
    Setting(
      "platform_is_visible", \Self.platformIsVisible, "Whether rays meet the platform, a white box."
    ),
    Setting(
      "ending", \Self.ending,
      """
      What earns the reward and ends the episode: to reach the platform, to stay on it, or to stay on \
      it while the episode continues from another start.
      """),
    Setting(
      "stay_steps", \Self.staySteps, "How many steps to stay, where the agent has to.",
      in: 1...1_000_000),
    Setting("platform_reward", \Self.platformReward, "The reward for the platform."),
    Setting("step_reward", \Self.stepReward, "The reward of every step."),
    Setting(
      "least_start_distance", \Self.leastStartDistance,
      "How far from the platform's centre an episode begins, at least.", in: 0...150),
    Setting(
      "cues", \Self.cues,
      "What there is to see: four coloured walls, or white ones with a red poster at y = 300."),
    Setting(
      "poster_width", \Self.posterWidth, "The width of the poster.", in: 0...300),
    Setting(
      "view", \Self.view,
      "What the agent sees: a vector of the colours that the rays meet, or an image from its eyes."),
    Setting("view_height", \Self.viewHeight, "The rows of an image.", in: 1...512),
    Setting("view_width", \Self.viewWidth, "The columns of an image.", in: 1...512),
  ]
}
