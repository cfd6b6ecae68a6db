import Evaluate
import Experiments
import Figures
import Foundation
import HDF5
import TestSupport
import Testing

/// Figures of a run and of a trajectory file that are made by hand.
@Suite struct FigureTests {
  private let folder = try! TemporaryFolder()

  /// Two episodes of 40 steps around a circle; unit u is active in a direction of its own.
  private func reader() throws -> TrajectoryReader {
    let file = try HDF5File(creating: folder.file("traj.h5"))
    for episode in 0..<2 {
      let (group, steps) = ("episode_\(episode)", 40)
      let angles = (0...steps).map { Double($0 * (episode + 1)) * 0.37 }
      try file.write([Float](repeating: 1, count: steps), shape: [steps], to: "\(group)/rewards")
      try file.write(
        angles.flatMap { angle in (0..<3).map { Float(cos(angle - Double($0))) } },
        shape: [steps + 1, 3], to: "\(group)/hidden_states")
      try file.write(
        angles.flatMap { [cos($0), sin($0)] }, shape: [steps + 1, 2],
        to: "\(group)/infos/position")
    }
    try file.close()
    return try TrajectoryReader(folder.file("traj.h5"))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  @Test func `hidden states are drawn along their components`() throws {
    let states = try RecordedStates(reader())
    try ComponentsFigure(of: states, color: .episode).write(to: folder.file("hidden.svg"))
    let picture = try text("hidden.svg")
    #expect(picture.contains("80 hidden states of 3 units"))
    #expect(picture.contains("component 1") && picture.contains("episode 1"))
  }

  @Test(arguments: [[0], [0, 0], [0, 3], [-1, 0], [0, 1, 2, 3]])
  func `components that there are not are refused`(components: [Int]) throws {
    let states = try RecordedStates(reader())
    #expect(throws: AnalysisError.self) { try ComponentsFigure(of: states, components: components) }
  }

  @Test func `units are measured and drawn, and those of no page refused`() throws {
    var configuration = TuningConfiguration()
    configuration.bins = 4
    configuration.shuffles = 3
    configuration.area = MapArea("-1.5:1.5,-1.5:1.5")
    let maps = try UnitMaps(measuring: reader(), configuration)
    #expect(maps.units.map(\.number) == [0, 1, 2])
    #expect(maps.episodeCount == 2 && maps.stepCount == 80)
    #expect(maps.units.allSatisfy { $0.highest <= 1 && $0.lowest >= -1 })
    #expect(maps.csv.split(separator: "\n").count == 4)
    try UnitsFigure(of: maps).write(to: folder.file("units.svg"))
    #expect(try text("units.svg").contains("hidden units over 2 episodes"))
    #expect(throws: AnalysisError.self) { try UnitsFigure(of: maps, units: []) }
  }

  @Test func `curves are drawn of runs, a line for each name`() throws {
    let runs = try ["one", "two"].map { name in
      let run = folder.file("runs/\(name)/\(name)_s1")
      try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
      try Data(
        #"{"configuration": {"totalSteps": 20, "environmentCount": 1, "stepCount": 10}}"#.utf8
      ).write(to: run.appending(path: "config.json"))
      try Data("update,steps,return_mean\n1,10,1.5\n2,20,2.5\n".utf8)
        .write(to: run.appending(path: "progress.csv"))
      return RunSummary(RunDirectory(at: run))
    }
    let figure = try CurvesFigure(of: runs)
    #expect(figure.notes.isEmpty)
    try figure.write(to: folder.file("curves.svg"))
    let picture = try text("curves.svg")
    #expect(picture.contains("one") && picture.contains("two") && picture.contains("mean return"))
    var plan = CurvesPlan()
    plan.group = "colour"
    #expect(throws: RunQueryError.self) { try CurvesFigure(of: runs, plan: plan) }
  }
}
