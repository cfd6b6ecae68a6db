import ArgumentParser
import Evaluate
import Figures

/// How the tuning of units is measured.
struct TuningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The series that holds x and y.", valueName: "name"))
  var position = "position"

  @Option(
    help: ArgumentHelp(
      "The series that holds the heading in radians. (heading, where it was recorded)",
      valueName: "name"))
  var heading: String?

  @Option(
    help: ArgumentHelp(
      """
      The units: hidden_states, the activations of a layer, such as actor_0, or any other series, such \
      as values, which the critic predicts.
      """,
      valueName: "name"))
  var series = TrajectoryReader.hiddenStates

  @Option(
    help: ArgumentHelp(
      """
      The area of the map, such as 0:300,0:300 for x and y from 0 to 300. (the environment's, where it \
      has one; else around the places in the file)
      """, valueName: "x:x,y:y"))
  var area: MapArea?

  @Option(help: ArgumentHelp("Bins along the longer side of the map.", valueName: "n"))
  var bins = 20

  @Option(help: ArgumentHelp("Bins around the circle.", valueName: "n"))
  var headingBins = 24

  @Option(help: ArgumentHelp("Repetitions of the control.", valueName: "n"))
  var shuffles = 100

  @Option(help: ArgumentHelp("The number that the control begins from.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    guard (2...200).contains(bins) else { throw ValidationError("--bins is from 2 to 200.") }
    guard (3...360).contains(headingBins) else {
      throw ValidationError("--heading-bins is from 3 to 360.")
    }
    guard (0...10_000).contains(shuffles) else {
      throw ValidationError("--shuffles is from 0 to 10000.")
    }
  }

  var configuration: TuningConfiguration {
    var configuration = TuningConfiguration()
    configuration.position = position
    configuration.heading = heading
    configuration.series = series
    configuration.area = area
    configuration.bins = bins
    configuration.headingBins = headingBins
    configuration.shuffles = shuffles
    configuration.seed = seed
    return configuration
  }
}

extension MapArea: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
