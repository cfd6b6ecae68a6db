import Agents
import ArgumentParser
import Models

/// The policy's shape.
struct PolicyOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, help: "Put a GRU between the observation and the dense layers. (no)")
  var recurrent: Bool?

  @Option("name", "The cell of a recurrent policy. (gru)")
  var cell: CellName?

  @Option(integer: "The width of the GRU and of each dense layer. (64)")
  var hiddenSize: Int?

  @Option(integer: "The number of dense layers after the input or the GRU. (2)")
  var numLayers: Int?

  @Option(integer: "How many of them serve actor and critic both; -1 means all. (0)")
  var numSharedLayers: Int?

  @Option("name", "The nonlinearity after each dense layer. (tanh)")
  var activation: Activation?

  func apply(to configuration: inout TrainingConfiguration) {
    if let recurrent { configuration.policy.isRecurrent = recurrent }
    if let cell {
      configuration.policy.cell = cell.name == Cells.names.first ? nil : cell.name
    }
    if let hiddenSize { configuration.policy.hiddenSize = hiddenSize }
    if let numLayers { configuration.policy.layerCount = numLayers }
    if let numSharedLayers { configuration.policy.sharedLayerCount = numSharedLayers }
    if let activation { configuration.policy.activation = activation }
  }
}

extension Activation: ExpressibleByArgument {}

/// The name of a cell that is known here.
struct CellName: ExpressibleByArgument {
  let name: String

  init?(argument: String) {
    guard Cells.names.contains(argument) else { return nil }
    name = argument
  }

  static var allValueStrings: [String] { Cells.names }
}
