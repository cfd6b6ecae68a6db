import Spaces
import Tensors

/// The distribution over actions at the end of a policy, and its sizes.
public struct HeadConfiguration: Hashable, Sendable {
  /// The name of an ``ActionDistribution``.
  public let distribution: String
  /// What it is made of, in its own words.
  public let sizes: [Int]

  /// - Throws: where nobody has registered a distribution of that name.
  public init(distribution: String, sizes: [Int]) throws(PolicyConfigurationError) {
    guard ActionDistributions.named(distribution) != nil else {
      let names = ActionDistributions.names.joined(separator: ", ")
      throw PolicyConfigurationError(
        "\(setting: "distribution") is '\(distribution)'; it must be one of \(names).")
    }
    self.init(known: distribution, sizes: sizes)
  }

  private init(known distribution: String, sizes: [Int]) {
    self.distribution = distribution
    self.sizes = sizes
  }

  /// One choice for each entry, with its number of categories; a single entry for a discrete action.
  public static func categorical(_ sizes: [Int]) -> Self {
    Self(known: Categorical.name, sizes: sizes)
  }

  /// As many numbers, each normal with a mean that depends on the state and a standard deviation that
  /// does not.
  public static func diagonalGaussian(_ size: Int) -> Self {
    Self(known: DiagGaussian.name, sizes: [size])
  }

  /// As many yes-or-no choices.
  public static func bernoulli(_ size: Int) -> Self { Self(known: Bernoulli.name, sizes: [size]) }

  /// The distribution over the actions of `space`.
  ///
  /// - Parameter distribution: its name; nil stands for the space's default.
  /// - Throws: where there is no such distribution, or it has no such actions.
  public init(
    for space: ActionSpace, distribution: String? = nil
  ) throws(PolicyConfigurationError) {
    let fitting = ActionDistributions.names.filter {
      ActionDistributions.named($0)?.sizes(for: space) != nil
    }
    guard let name = distribution ?? fitting.first else {
      throw PolicyConfigurationError("No distribution is known over the actions \(space).")
    }
    _ = try Self(distribution: name, sizes: [])
    guard let sizes = ActionDistributions.named(name)?.sizes(for: space) else {
      throw PolicyConfigurationError(
        """
        \(setting: "distribution") is '\(name)', which has no actions \(space); it must be one of \
        \(fitting.joined(separator: ", ")).
        """)
    }
    self.init(known: name, sizes: sizes)
  }

  /// Makes it, and appends its own parameters to `layout`.
  func make(in layout: inout ParameterLayout) -> any ActionDistribution {
    guard let distribution = ActionDistributions.named(distribution) else {
      preconditionFailure("a distribution stays registered")
    }
    return distribution.init(sizes: sizes, in: &layout)
  }

  /// One that is not part of a policy, to be asked for its sizes.
  var prototype: any ActionDistribution {
    var layout = ParameterLayout()
    return make(in: &layout)
  }

  /// The width of one stored action, A.
  public var actionSize: Int { prototype.actionSize }
  /// How many numbers the network gives for each state, P.
  public var parameterSize: Int { prototype.parameterSize }
}

extension HeadConfiguration {
  /// More numbers than this describe no action.
  private static let bounds = 1...1 << 24

  /// Throws where the sizes cannot be built.
  func validate() throws(PolicyConfigurationError) {
    var total = 0
    for size in sizes {
      guard Self.bounds.contains(size), total <= Self.bounds.upperBound else {
        total = 0
        break
      }
      total += size
    }
    guard Self.bounds.contains(total) else {
      throw PolicyConfigurationError(
        "An action of the sizes \(sizes.prefix(8)) cannot be; they are from 1 to \(Self.bounds.upperBound)."
      )
    }
  }
}

/// In a file: `{"categorical": {"_0": [4]}}`.
extension HeadConfiguration: Codable {
  /// These two have their one size as a number there.
  private static let withNumber = [DiagGaussian.name, Bernoulli.name]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    static let sizes = Key(stringValue: "_0")
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1,
      ActionDistributions.named(key.stringValue) != nil
    else {
      let names = container.allKeys.map { "'\($0.stringValue)'" }.joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "there is no distribution \(names)"))
    }
    let values = try container.nestedContainer(keyedBy: Key.self, forKey: key)
    let number = Self.withNumber.contains(key.stringValue)
    self.init(
      known: key.stringValue,
      sizes: number
        ? [try values.decode(Int.self, forKey: .sizes)]
        : try values.decode([Int].self, forKey: .sizes))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    var values = container.nestedContainer(
      keyedBy: Key.self, forKey: Key(stringValue: distribution))
    if Self.withNumber.contains(distribution), sizes.count == 1 {
      try values.encode(sizes[0], forKey: .sizes)
    } else {
      try values.encode(sizes, forKey: .sizes)
    }
  }
}
