import Environments
import Experiments

/// All there is to know about an environment before it runs.
struct EnvironmentPage: Encodable {
  let id: String
  let family: String
  let summary: String
  let variantOf: String?
  /// The step at which an episode is cut; nil where the environment ends it by itself.
  let maximumEpisodeSteps: Int?
  /// With how many steps the environment ends an episode at the latest, where that is known.
  let longestEpisode: Int?
  /// How many numbers the policy sees.
  let policyInputs: Int
  let observation: [Component]
  let action: Action
  let arguments: [EnvironmentArgumentDescription]

  /// One part of the observation.
  struct Component: Encodable {
    let name: String
    let kind: String
    /// The bounds, nil where there are none.
    let low, high: Float?
    /// How many categories there are, nil for a number.
    let categories: Int?
  }

  /// What can be done in a step.
  struct Action: Encodable {
    let kind: String
    let width: Int
    let inWords: String
    /// The bounds of each component, nil where there are none.
    let low, high: [Float?]
  }

  init(_ environment: EnvironmentDescription) throws {
    let spaces = try environment.spaces()
    id = environment.id
    family = environment.family
    summary = environment.summary
    variantOf = environment.variantOf
    maximumEpisodeSteps = environment.maximumEpisodeSteps
    longestEpisode = environment.longestEpisode
    policyInputs = spaces.seen.size
    observation = spaces.observation.components.map(Component.init)
    action = Action(spaces.action)
    arguments = environment.allArguments
  }

  /// One line of the list.
  var row: [String] {
    [
      "  " + id, "\(policyInputs)", action.inWords,
      (maximumEpisodeSteps ?? longestEpisode).map(String.init) ?? "-", summary,
    ]
  }

  /// So many components are shown; a humanoid has hundreds.
  private static let shownComponents = 40

  func text(variants: [String]) -> String {
    var text = "\(id): \(summary)\n"
    text += "\nEpisodes "
    text +=
      maximumEpisodeSteps.map { "are cut after \($0) steps." }
      ?? longestEpisode.map { "end after \($0) steps at the latest." } ?? "end by themselves."
    text += "\nActions: \(action.inWords).\nThe policy sees \(policyInputs) numbers.\n\n"
    let components = observation.enumerated().prefix(Self.shownComponents).map { index, component in
      ["  \(index)", component.name, component.kind, component.range]
    }
    text += Table.text([["  index", "observation", "kind", "range"]] + components)
    if observation.count > Self.shownComponents {
      text += "\n  and \(observation.count - Self.shownComponents) more; --json lists all."
    }
    text += "\n\nArguments, set by --env-arg name=value; here with their defaults:\n"
    text += arguments.map {
      "  \($0.name)=\($0.defaultValue)\n      \($0.summary) It must be \($0.kind)."
    }.joined(separator: "\n")
    if !variants.isEmpty { text += "\n\nVariants: " + variants.joined(separator: ", ") }
    return text
  }
}

extension EnvironmentPage.Component {
  init(_ component: BoxSpace.Component) {
    name = component.name
    low = component.bounds.lowerBound.finite
    high = component.bounds.upperBound.finite
    switch component.kind {
    case .position: (kind, categories) = ("position", nil)
    case .velocity: (kind, categories) = ("velocity", nil)
    case .value: (kind, categories) = ("value", nil)
    case .category(let count): (kind, categories) = ("category", count)
    }
  }

  var range: String {
    if let categories { return "1 of \(categories)" }
    if low == nil && high == nil { return "any" }
    return (low.map(ActionSpace.text) ?? "") + "..." + (high.map(ActionSpace.text) ?? "")
  }
}

extension EnvironmentPage.Action {
  init(_ space: ActionSpace) {
    kind =
      switch space {
      case .discrete: "discrete"
      case .box: "box"
      case .multiBinary: "multi-binary"
      case .multiDiscrete: "multi-discrete"
      }
    width = space.width
    inWords = space.inWords
    low = space.low.map(\.finite)
    high = space.high.map(\.finite)
  }
}

extension Float {
  /// This number, or nil where it is infinite, for which JSON has no word.
  fileprivate var finite: Float? { isFinite ? self : nil }
}

extension ActionSpace {
  /// Such as `1 of 2`, or `6 in -1...1` where all components have the same bounds.
  fileprivate var inWords: String {
    switch self {
    case .discrete(let count): "1 of \(count)"
    case .box(let low, _):
      if let least = low.first, let most = high.first,
        low.allSatisfy({ $0 == least }), high.allSatisfy({ $0 == most })
      {
        "\(low.count) in \(Self.text(least))...\(Self.text(most))"
      } else {
        "\(low.count) numbers"
      }
    case .multiBinary(let count): "\(count) switches"
    case .multiDiscrete(let counts): "1 of " + counts.map(String.init).joined(separator: ", 1 of ")
    }
  }

  fileprivate static func text(_ bound: Float) -> String {
    bound == bound.rounded() && abs(bound) < 1e6 ? "\(Int(bound))" : "\(bound)"
  }
}
