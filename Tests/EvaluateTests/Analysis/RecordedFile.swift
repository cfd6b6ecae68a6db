import Foundation
import Storage

/// A trajectory file made by hand, in a folder that lives as long as a test.
final class RecordedFile {
  let url: URL
  private let folder: URL

  /// - Parameter write: writes the episodes.
  init(_ write: (HDF5File) throws -> Void) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    url = folder.appending(path: "trajectories.h5")
    let file = try HDF5File(creating: url)
    try write(file)
    try file.close()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
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
