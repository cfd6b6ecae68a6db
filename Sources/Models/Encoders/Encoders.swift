import Spaces
import Tensors

/// How an encoder is made.
struct EncoderKind: Sendable {
  let name: String
  let accepts: @Sendable (ObservationLayout) -> Bool
  let make:
    @Sendable (ObservationLayout, PolicyConfiguration, inout ParameterLayout)
      throws(PolicyConfigurationError) -> any ObservationEncoder

  init(_ type: any ObservationEncoder.Type) {
    name = type.name
    accepts = { type.accepts($0) }
    make = { observation, configuration, layout throws(PolicyConfigurationError) in
      guard configuration.encoderSize == nil, configuration.encoderActivation == nil else {
        throw PolicyConfigurationError(
          """
          \(setting: "encoderSize") and \(setting: "encoderActivation") are of convolutions, and the \
          encoder is '\(type.name)'.
          """)
      }
      return type.init(observation, in: &layout)
    }
  }

  /// Convolutions that have a name.
  init(_ name: String, _ convolutions: Convolutions, size: Int) {
    self.init(name, convolutions, size: size) { ImageEncoder.accepts($0, convolutions) }
  }

  /// Convolutions that are spelt out.
  ///
  /// - Throws: where `text` spells none.
  init(spelling text: String) throws(PolicyConfigurationError) {
    self.init(text, try Convolutions(text), size: Self.size, accepts: ImageEncoder.accepts)
  }

  private init(
    _ name: String, _ convolutions: Convolutions, size: Int,
    accepts: @escaping @Sendable (ObservationLayout) -> Bool
  ) {
    self.name = name
    self.accepts = accepts
    make = { observation, configuration, layout throws(PolicyConfigurationError) in
      try ImageEncoder(
        observation, convolutions, size: configuration.encoderSize ?? size,
        activation: configuration.encoderActivation ?? .relu, in: &layout)
    }
  }

  /// The features that follow convolutions where nothing else is said; those of few convolutions on small
  /// images are fewer.
  private static let size = 512

  /// What an observation is encoded by where nothing is said: the first that accepts it.
  static let standard: [EncoderKind] = [
    EncoderKind(VectorEncoder.self),
    EncoderKind("cnnbase", .cnnBase, size: size),
    EncoderKind("nature", .nature, size: size),
    EncoderKind("small", .small, size: 128),
  ]
}

/// The encoders by name. The first that accepts an observation is its default.
public enum Encoders {
  private static let registry = Registry<EncoderKind>(EncoderKind.standard) { $0.name }

  /// Makes an encoder known by its name, in place of another of that name.
  public static func register(_ encoder: any ObservationEncoder.Type) {
    registry.register(EncoderKind(encoder))
  }

  /// The names of all encoders.
  public static var names: [String] { registry.names }

  /// The encoder of that name, or of the convolutions that it spells, such as `32x8s4,64x4s2`.
  ///
  /// - Throws: where it is neither.
  static func named(_ name: String) throws(PolicyConfigurationError) -> EncoderKind {
    if let kind = registry[name] { return kind }
    guard name.contains(where: \.isNumber) else {
      throw PolicyConfigurationError(
        """
        \(setting: "encoder") is '\(name)'; it must be one of \(names.joined(separator: ", ")), or \
        convolutions such as \(Convolutions.nature).
        """)
    }
    return try EncoderKind(spelling: name)
  }

  /// The encoder of such observations.
  ///
  /// - Parameter name: nil stands for the default.
  /// - Throws: where there is none of that name, or it is one of other observations.
  static func encoder(
    _ name: String?, of observation: ObservationLayout
  ) throws(PolicyConfigurationError) -> EncoderKind {
    if let name {
      let kind = try named(name)
      guard kind.accepts(observation) else {
        throw PolicyConfigurationError(
          """
          \(setting: "encoder") is '\(name)', which cannot encode the observations \(observation). \
          \(advice(on: observation))
          """)
      }
      return kind
    }
    guard let kind = registry.first(where: { $0.accepts(observation) }) else {
      throw PolicyConfigurationError(
        "No encoder is known of the observations \(observation). \(advice(on: observation))")
    }
    return kind
  }

  private static func advice(on observation: ObservationLayout) -> String {
    let fitting = names.filter { registry[$0]?.accepts(observation) ?? false }
    return fitting.isEmpty
      ? "An encoder reads vectors, or one image with or without vectors."
      : "There is \(fitting.joined(separator: ", "))."
  }
}
