import Environments
import Foundation
import Storage

/// What Gymnasium has to know to make one of its environments, as the JSON of its `EnvSpec`.
struct GymnasiumSpec: Encodable {
  private let id: String
  private let entryPoint: String
  private let maxEpisodeSteps: Int?
  private let kwargs: [String: Argument]
  private let additionalWrappers: [String] = []

  /// Nil where Gymnasium has no environment that gives the same observations for the same actions.
  init?(_ configuration: EnvironmentConfiguration, maximumEpisodeSteps: Int?) {
    guard let entryPoint = Self.entryPoints[configuration.id], configuration.task == nil,
      configuration.observation == ObservationConfiguration(), configuration.actionRepeat == 1
    else { return nil }
    id = configuration.id
    self.entryPoint = "gymnasium.envs." + entryPoint
    maxEpisodeSteps = maximumEpisodeSteps
    // Not those with their defaults: each version of Gymnasium knows others.
    let changed = try? EnvironmentRegistry.standard.find(configuration.id).environment
      .changedArguments(configuration.arguments)
    kwargs = (changed ?? configuration.arguments).filter { $0.key != "max_episode_steps" }
      .mapValues(Argument.init)
  }

  var json: String { get throws { try CheckpointFormat.encode(self) } }

  private enum CodingKeys: String, CodingKey {
    case id, kwargs
    case entryPoint = "entry_point"
    case maxEpisodeSteps = "max_episode_steps"
    case additionalWrappers = "additional_wrappers"
  }

  /// The value of an argument: a number or a truth where its text is one.
  private enum Argument: Encodable {
    case flag(Bool)
    case number(Double)
    case text(String)

    init(_ text: String) {
      if let flag = Bool(text) {
        self = .flag(flag)
      } else if let number = Double(text) {
        self = .number(number)
      } else {
        self = .text(text)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .flag(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      }
    }
  }

  /// Where Gymnasium 1.0 keeps the environments that are the same there.
  private static let entryPoints = [
    "Acrobot-v1": "classic_control.acrobot:AcrobotEnv",
    "CartPole-v1": "classic_control.cartpole:CartPoleEnv",
    "MountainCar-v0": "classic_control.mountain_car:MountainCarEnv",
    "MountainCarContinuous-v0":
      "classic_control.continuous_mountain_car:Continuous_MountainCarEnv",
    "Pendulum-v1": "classic_control.pendulum:PendulumEnv",
    "Ant-v4": "mujoco.ant_v4:AntEnv",
    "HalfCheetah-v4": "mujoco.half_cheetah_v4:HalfCheetahEnv",
    "Hopper-v4": "mujoco.hopper_v4:HopperEnv",
    "Humanoid-v4": "mujoco.humanoid_v4:HumanoidEnv",
    "HumanoidStandup-v4": "mujoco.humanoidstandup_v4:HumanoidStandupEnv",
    "InvertedDoublePendulum-v4": "mujoco.inverted_double_pendulum_v4:InvertedDoublePendulumEnv",
    "InvertedPendulum-v4": "mujoco.inverted_pendulum_v4:InvertedPendulumEnv",
    "Pusher-v4": "mujoco.pusher_v4:PusherEnv",
    "Reacher-v4": "mujoco.reacher_v4:ReacherEnv",
    "Swimmer-v4": "mujoco.swimmer_v4:SwimmerEnv",
    "Walker2d-v4": "mujoco.walker2d_v4:Walker2dEnv",
  ]
}
