import Agents
import ArgumentParser
import Models

/// The policy's shape.
struct PolicyOptions: ParsableArguments {
  @Flag(setting: "policy.isRecurrent") var recurrent: Bool?

  @Option(setting: "policy.cell") var cell: CellName?

  @Option(setting: "policy.hiddenSize") var hiddenSize: Int?

  @Option(setting: "policy.layerCount") var numLayers: Int?

  @Option(setting: "policy.sharedLayerCount") var numSharedLayers: Int?

  @Option(setting: "policy.activation") var activation: Activation?
}

extension Activation: ExpressibleByArgument {}

/// The name of a cell that is known here.
struct CellName: ExpressibleByArgument, SettingArgument {
  let name: String

  init?(argument: String) {
    guard Cells.names.contains(argument) else { return nil }
    name = argument
  }

  static var allValueStrings: [String] { Cells.names }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

  /// The first of them is what is taken where none is named.
  var settingValue: Any { (name == Cells.names.first ? nil : name) as String? as Any }
}
