import Acting
import ArgumentParser
import Evaluate
import Experiments
import Figures
import Files
import Foundation
import Lanes

/// `agents analyze fixed-points`
struct AnalyzeFixedPointsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixed-points",
    abstract: "Find the fixed and slow points of a policy's memory while its input is held.",
    discussion: """
      From recorded hidden states it goes downhill in the speed q = 1/2 |F(h) - h|^2 of the GRU's step \
      F (Sussillo and Barak 2013), within the states that the GRU can reach, merges what ends in the \
      same place, and tells the eigenvalues of dF/dh there: a point is stable where all lie inside the \
      unit circle, and marginal where the largest lies on it within \(FixedPoint.margin). A default \
      that is not a value stands in parentheses.
      """)

  @Argument(
    help: ArgumentHelp("A run's folder, or a checkpoint. (the newest run)", valueName: "run"))
  var policyPlace: String?

  @Option(
    help: ArgumentHelp(
      "The file with the states to start from, as 'agents evaluate --dump' writes it.",
      valueName: "file"))
  var trajectories: String

  @OptionGroup(title: "What is held") var held: HeldInputOptions
  @OptionGroup(title: "The search") var search: FixedPointOptions
  @OptionGroup(title: "The picture") var shown: ComponentOptions
  @OptionGroup var acceptance: AcceptanceOptions

  @Option(
    help: ArgumentHelp(
      "A picture of the points and the episodes along the states' principal components.",
      valueName: "file"))
  var plot: String?

  @OptionGroup(title: "The picture") var look: PictureLookOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("An HDF5 file for the points and all about them.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let file = try output.map { try OutputFile.prepare($0, force: force) }
    let picture = try plot.map { try OutputFile.prepare($0, force: force) }
    if let picture { _ = try PictureFormat(of: picture) }
    let place = try PolicyPlace(policyPlace.map { URL(filePath: $0).absoluteURL })
    let trained = try place.policy(acceptingChanges: acceptance.acceptChanged)
    let recorded = try RecordedStates(acceptance.reader(trajectories))
    try check(recorded, fits: trained)
    let inputs = try held.inputs(of: trained, recorded.reader)
    let outcome = try search.search.run(
      trained.policy, inputs: inputs, starts: try recorded.evenlySpaced(search.starts),
      pool: LanePool(laneCount: search.laneCount))
    if let file {
      try FixedPointFile(
        checkpoint: place.checkpoint.path(percentEncoded: false), trajectories: trajectories,
        search: search.search, inputs: inputs, outcome: outcome,
        principalComponents: recorded.components
      ).write(to: file)
    }
    if let picture {
      try ComponentsFigure(
        of: outcome.points, in: recorded, components: shown.indices(of: recorded.components),
        look: look.look
      ).write(to: picture)
    }
    let report = FixedPointReport(
      checkpoint: place.checkpoint.shortPath, inputs: inputs, outcome: outcome)
    Console.print(json ? try report.json : report.table)
  }

  private func check(_ recorded: RecordedStates, fits trained: TrainedPolicy) throws {
    let size = trained.policy.hiddenStateSize
    guard size > 0 else {
      throw AnalysisError(
        .badData, "The policy has no memory, so it has no fixed points. Train one with `recurrent`."
      )
    }
    guard recorded.components.width == size else {
      throw AnalysisError(
        .wrongUsage,
        """
        The states in \(trajectories) have \(recorded.components.width) units, those of the policy \
        \(size). Give a file that was written with the same policy.
        """)
    }
  }
}
