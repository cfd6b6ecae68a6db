import Environments
import Experiments
import Settings

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
  let arguments: [SettingDescription]
  /// The time that a step stands for; nil where the world has no unit of time.
  let secondsPerStep: Double?
  /// What `--record` takes by name.
  let diagnostics: [Quantity]
  /// What `--record state` writes.
  let state: [Quantity]
  /// What a dump holds of each episode in any case.
  let episodeFacts: [Quantity]

  /// One part of the observation.
  struct Component: Encodable {
    let name: String
    let kind: String
    /// The bounds, nil where there are none.
    let low, high: Float?
    /// The channels, rows and columns of an image, nil for anything else.
    let shape: [Int]?
    /// How many categories there are, nil for a number.
    let categories: Int?
    /// What it is measured in, nil for a number without a unit.
    let unit: String?
  }

  /// Numbers that can be recorded.
  struct Quantity: Encodable {
    /// A value that means something.
    struct ValueClass: Encodable {
      let value: Double
      let meaning: String
    }

    let name: String
    /// How many numbers there are in a step.
    let size: Int
    let unit: String?
    /// All values there are, where they are few and each means something.
    let classes: [ValueClass]?
  }

  /// What can be done in a step.
  struct Action: Encodable {
    let kind: String
    let width: Int
    let inWords: String
    /// The bounds of each component, nil where there are none.
    let low, high: [Float?]
    /// What the choices of a discrete action are called, or the components of any other; nil where they
    /// have no names.
    let names: [String]?
    /// What the components are measured in; nil where none has a unit.
    let units: [String?]?
  }

  init(_ environment: EnvironmentDescription) throws {
    let profile = try environment.profile()
    id = environment.id
    family = environment.family
    summary = environment.summary
    variantOf = environment.variantOf
    maximumEpisodeSteps = environment.maximumEpisodeSteps
    longestEpisode = environment.longestEpisode
    policyInputs = profile.seen.size
    observation = Component.list(profile.observation)
    action = Action(profile.action, labels: profile.actionLabels)
    arguments = environment.allArguments
    secondsPerStep = profile.secondsPerStep
    diagnostics = profile.diagnostics.map(Quantity.init)
    state = profile.state.map(Quantity.init)
    episodeFacts = profile.episodeFacts.map(Quantity.init)
  }

  /// One line of the list.
  var row: [String] {
    [
      "  " + id, "\(policyInputs)", action.inWords,
      (maximumEpisodeSteps ?? longestEpisode).map(String.init) ?? "-", summary,
    ]
  }

  /// The first N components are shown; a humanoid has hundreds.
  private static let shownComponents = 40

  /// - Parameter width: The most characters in a line; nil for any number.
  func text(variants: [String], width: Int?) -> String {
    let paragraphs = [
      "\(id): \(summary)", ending, actions(width), observations(width), settings(width),
      records(width), variants.isEmpty ? "" : "Variants: " + variants.joined(separator: ", "),
    ]
    return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var ending: String {
    let end =
      maximumEpisodeSteps.map { "are cut after \(HumanUnits.counted($0, "step"))" }
      ?? longestEpisode.map { "end after \(HumanUnits.counted($0, "step")) at the latest" }
      ?? "end by themselves"
    let time = secondsPerStep.map { " A step takes \(($0).settingText) s." } ?? ""
    return "Episodes \(end).\(time)"
  }

  private func actions(_ width: Int?) -> String {
    let head = "Actions: \(action.inWords)."
    guard let names = action.names else { return head }
    let rows = names.enumerated().prefix(Self.shownComponents).map { index, name in
      let range =
        action.kind == "discrete" ? "" : ActionSpace.range(action.low[index], action.high[index])
      return ["  \(index)", name, range, action.units?[index] ?? ""]
    }
    let heading = ["  index", "action"] + (action.kind == "discrete" ? [] : ["range", "unit"])
    return head + "\n\n" + table([heading] + rows, of: names.count, width)
  }

  private func observations(_ width: Int?) -> String {
    var next = 0
    let rows = observation.prefix(Self.shownComponents).map { component in
      let index = component.size == 1 ? "\(next)" : "\(next)-\(next + component.size - 1)"
      next += component.size
      return ["  \(index)", component.name, component.kind, component.range, component.unit ?? ""]
    }
    let heading = ["  index", "observation", "kind", "range", "unit"]
    return "The policy sees \(HumanUnits.counted(policyInputs, "number")).\n\n"
      + table([heading] + rows, of: observation.count, width)
  }

  private func table(_ rows: [[String]], of count: Int, _ width: Int?) -> String {
    Table.text(rows, width: width)
      + (count > Self.shownComponents
        ? "\n  and \(count - Self.shownComponents) more; --json lists all." : "")
  }

  private func settings(_ width: Int?) -> String {
    let indent = "      "
    let lines = arguments.flatMap { argument in
      let text = "\(argument.summary) It must be \(argument.kind)."
      let wrapped = TextWrapping.wrapped(text, width: width.map { $0 - indent.count } ?? .max)
      return ["  \(argument.name)=\(argument.defaultValue)"]
        + wrapped.split(separator: "\n").map { indent + $0 }
    }
    return "Arguments, set by --env-arg name=value; here with their defaults:\n"
      + lines.joined(separator: "\n")
  }

  /// What 'agents evaluate' can write.
  private func records(_ width: Int?) -> String {
    let rows =
      diagnostics.map { ["  \($0.name)", "\($0.size)", $0.unit ?? "", $0.meanings] }
      + [
        ["  state", "\(state.reduce(0) { $0 + $1.size })", "", Quantity.list(state)],
        ["  activations", "", "", "the outputs of the policy's layers"],
      ]
    let heading = ["  name", "numbers", "unit", "what it holds"]
    let facts =
      episodeFacts.isEmpty
      ? "" : "\nEach episode has in any case: \(Quantity.list(episodeFacts))."
    return "What 'agents evaluate --dump FILE --record NAMES' adds to a file:\n\n"
      + Table.text([heading] + rows, rightAligned: [1], width: width) + facts
  }
}

extension EnvironmentPage.Quantity {
  init(_ quantity: EnvironmentProfile.Quantity) {
    let label = quantity.label
    name = label.name
    size = quantity.size
    unit = label.unit
    classes =
      label.classes.isEmpty
      ? nil : label.classes.map { ValueClass(value: $0.value, meaning: $0.meaning) }
  }

  /// Such as `0 no, 1 yes`.
  fileprivate var meanings: String {
    (classes ?? []).map { "\($0.value.settingText) \($0.meaning)" }.joined(separator: ", ")
  }

  /// Such as `qpos (9), time`.
  fileprivate static func list(_ quantities: [Self]) -> String {
    quantities.map { $0.size == 1 ? $0.name : "\($0.name) (\($0.size))" }
      .joined(separator: ", ")
  }
}

extension EnvironmentPage.Component {
  init(_ component: BoxSpace.Component) {
    name = component.name
    low = component.bounds.lowerBound.finite
    high = component.bounds.upperBound.finite
    unit = component.unit
    shape = nil
    switch component.kind {
    case .position: (kind, categories) = ("position", nil)
    case .velocity: (kind, categories) = ("velocity", nil)
    case .value: (kind, categories) = ("value", nil)
    case .category(let count): (kind, categories) = ("category", count)
    }
  }

  private init(image: ObservationLayout.Field) {
    name = image.name
    kind = image.isSymbolic ? "symbols" : "image"
    (low, high) = (0, 255)
    shape = image.shape
    (categories, unit) = (nil, nil)
  }

  /// The components of vectors, and each image as a whole.
  static func list(_ space: BoxSpace) -> [Self] {
    var rest = space.components[...]
    return space.layout.fields.flatMap { field in
      defer { rest = rest.dropFirst(field.size) }
      return field.shape.count == 3 ? [Self(image: field)] : rest.prefix(field.size).map(Self.init)
    }
  }

  /// How many numbers of the observation it is.
  var size: Int { shape?.reduce(1, *) ?? 1 }

  var range: String {
    if let shape { return shape.map(String.init).joined(separator: " x ") + " in 0...255" }
    if let categories { return "1 of \(categories)" }
    return ActionSpace.range(low, high)
  }
}

extension EnvironmentPage.Action {
  init(_ space: ActionSpace, labels: [QuantityLabel]) {
    names = labels.isEmpty ? nil : labels.map(\.name)
    units = labels.contains { $0.unit != nil } ? labels.map(\.unit) : nil
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
        HumanUnits.counted(low.count, "number")
      }
    case .multiBinary(let count): HumanUnits.counted(count, "switch", plural: "switches")
    case .multiDiscrete(let counts): "1 of " + counts.map(String.init).joined(separator: ", 1 of ")
    }
  }

  fileprivate static func range(_ low: Float?, _ high: Float?) -> String {
    if low == nil && high == nil { return "any" }
    return (low.map(text) ?? "") + "..." + (high.map(text) ?? "")
  }

  private static func text(_ bound: Float) -> String {
    bound == bound.rounded() && abs(bound) < 1e6 ? "\(Int(bound))" : "\(bound)"
  }
}
