import Evaluate
import Foundation
import HDF5
import TestSupport

/// A trajectory file made by hand, which lives as long as a test.
final class RecordedFile {
  var url: URL { folder.file("trajectories.h5") }
  private let folder = try! TemporaryFolder()

  /// - Parameter write: writes the episodes.
  init(_ write: (HDF5File) throws -> Void) throws {
    let file = try HDF5File(creating: url)
    try write(file)
    try file.close()
  }

  /// A reader of the file, which may outlive it.
  func reader() throws(HDF5Error) -> TrajectoryReader {
    try withExtendedLifetime(self) { () throws(HDF5Error) in try TrajectoryReader(url) }
  }
}

extension HDF5File {
  /// Writes an episode of T steps in which everything tells its row: unit u of hidden state t is
  /// 10 t + u, the reward of step t is t, and the position t is (t, -t).
  func writeCountingEpisode(_ number: Int, steps: Int, units: Int?) throws {
    let group = "episode_\(number)"
    try write((0..<steps).map(Float.init), shape: [steps], to: "\(group)/rewards")
    if let units {
      let states = (0...steps).flatMap { row in (0..<units).map { Float(10 * row + $0) } }
      try write(states, shape: [steps + 1, units], to: "\(group)/hidden_states")
    }
    let places = (0...steps).flatMap { [Double($0), -Double($0)] }
    try write(places, shape: [steps + 1, 2], to: "\(group)/infos/position")
    try writeAttribute("units", "m", of: "\(group)/infos/position")
  }
}
