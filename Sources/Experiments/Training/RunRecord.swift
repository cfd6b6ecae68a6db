import Agents
import Files
import Foundation
import Storage

/// What `config.json` holds: every setting, and what the numbers were computed with.
package struct RunRecord: Codable {
  package let configuration: TrainingConfiguration
  let version: String
  let libraries: [String]

  package init(_ configuration: TrainingConfiguration) {
    self.configuration = configuration
    version = ProgramVersion.current
    libraries = Trainer.libraries
  }

  /// As JSON.
  package var text: String { get throws { try CheckpointFormat.encode(self) } }

  /// What a file holds of a run's settings; nil where it cannot be read, or no run can have them.
  package static func configuration(in url: URL) -> TrainingConfiguration? {
    guard let data = try? Data(reading: url),
      let configuration = (try? JSONDecoder().decode(Self.self, from: data))?.configuration,
      (try? configuration.validate()) != nil
    else { return nil }
    return configuration
  }

  func write(to url: URL) throws {
    try AtomicFile.write(Data((try text + "\n").utf8), to: url)
  }
}
