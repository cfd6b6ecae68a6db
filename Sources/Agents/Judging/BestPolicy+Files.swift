import Acting
import Foundation
import HDF5
import Models
import Storage

extension BestPolicy {
  /// Replaces the file at `url` by the policy, if that is a better one. It is read like a checkpoint,
  /// but holds no more than what acting needs, and how good the policy is.
  ///
  /// - Returns: whether it was replaced.
  /// - Throws: as `Trainer.save(to:)`.
  package func save(to url: URL) throws -> Bool {
    guard !isSaved, let update = incumbent?.update else { return false }
    let isMeasured = measureClaim()
    try HDF5File.replace(at: url, kind: .policy) { file in
      try trainer.savePolicy(policy.parameters, afterUpdate: update, to: file)
      try PolicyFile.write(observationMoments: normalizer.moments, to: file)
      try incumbent?.claim?.save(to: file)
    }
    isSaved = isMeasured
    return true
  }

  /// Writes to a checkpoint all that later decisions depend on.
  package func save(toCheckpoint file: HDF5File) throws(HDF5Error) {
    try file.createGroup(Self.group)
    try file.writeAttribute("considered_update", consideredUpdate, of: Self.group)
    try file.writeAttribute("trial_steps", trialSteps, of: Self.group)
    guard let incumbent else { return }
    try incumbent.save(to: file, group: Self.group)
    try file.write(policy.parameters, of: policy.layout, to: "\(Self.group)/parameters")
    try PolicyFile.write(
      observationMoments: normalizer.moments, prefix: "\(Self.group)/", to: file)
  }

  private static let group = "best"

  func restore(
    from checkpoint: URL, savedAt url: URL?, acceptingChanges: Bool
  ) throws {
    consideredUpdate = trainer.updateCount
    let file = try CheckpointFormat.open(checkpoint, acceptingChanges: acceptingChanges)
    guard try file.contains(Self.group) else {
      // An older version held the policy in a file of its own alone.
      guard let url, FileManager.default.fileExists(atPath: url.filePath) else { return }
      let best = try CheckpointFormat.open(url, acceptingChanges: acceptingChanges)
      incumbent = Incumbent(
        update: try update(from: best), screening: nil, trial: [],
        claim: try PolicyClaim(from: best))
      try readPolicy(from: best, prefix: "")
      return
    }
    consideredUpdate = try file.readAttribute("considered_update", of: Self.group)
    trialSteps = try file.readAttribute("trial_steps", of: Self.group)
    guard 0...trainer.updateCount ~= consideredUpdate, 0...1 << 53 ~= trialSteps else {
      throw file.error(
        .wrongShape, "what it says of trials cannot be",
        advice: CheckpointFormat.otherCheckpoint, object: Self.group)
    }
    incumbent = try Incumbent(from: file, group: Self.group, updates: updates)
    guard let incumbent else { return }
    try readPolicy(from: file, prefix: "\(Self.group)/")
    // Whatever stopped the run between two files, or removed one, they agree from the next save on.
    let saved = url.flatMap { try? CheckpointFormat.open($0) }
    let savedUpdate: Int? = try? saved?.readAttribute("update_count")
    let savedClaim = try? saved.flatMap { try PolicyClaim(from: $0) }
    let isMeasured = incumbent.claim != nil || incumbent.trial.isEmpty
    isSaved = isMeasured && savedUpdate == incumbent.update && savedClaim == incumbent.claim
  }

  /// Those whose steps can be counted. One may be later than that of a checkpoint, where the program was
  /// killed between two files.
  private var updates: ClosedRange<Int> { 0...Int.max / trainer.configuration.rolloutSize }

  private func update(from best: HDF5File) throws(HDF5Error) -> Int {
    let update: Int = try best.readAttribute("update_count")
    guard updates.contains(update) else {
      throw best.error(
        .wrongShape, "it says that it was saved after update \(update)",
        advice: "The file was changed or is damaged; move it out of the way")
    }
    return update
  }

  private func readPolicy(from file: HDF5File, prefix: String) throws {
    try PolicyFile.readParameters(file, prefix: prefix, into: policy)
    let moments = try PolicyFile.readObservationMoments(
      file, prefix: prefix, size: policy.observationSize)
    normalizer = ObservationNormalizer(
      moments: moments, configuration: trainer.configuration.normalization)
  }
}

extension BestPolicy.Incumbent {
  func save(to file: HDF5File, group: String) throws(HDF5Error) {
    try file.writeAttribute("update_count", update, of: group)
    if let screening {
      try file.writeAttribute("screening_return_mean", screening.meanReturn, of: group)
      try file.writeAttribute("screening_return_error", screening.standardError ?? 0, of: group)
      try file.writeAttribute("screening_return_episodes", screening.episodes, of: group)
      try file.writeAttribute("screening_length_mean", screening.meanLength, of: group)
    }
    try claim?.save(to: file, group: group)
    let count = trial.count
    try file.write(trial.map(\.episodeReturn), shape: [count], to: "\(group)/trial/returns")
    try file.write(trial.map(\.length), shape: [count], to: "\(group)/trial/lengths")
  }

  /// Nil where the group holds none.
  ///
  /// - Throws: `HDF5Error` where what it says cannot be.
  init?(from file: HDF5File, group: String, updates: ClosedRange<Int>) throws(HDF5Error) {
    guard try file.containsAttribute("update_count", of: group) else { return nil }
    var screening: ReturnEstimate?
    if try file.containsAttribute("screening_return_mean", of: group) {
      screening = ReturnEstimate(
        episodes: try file.readAttribute("screening_return_episodes", of: group),
        meanReturn: try file.readAttribute("screening_return_mean", of: group),
        standardError: try file.readAttribute("screening_return_error", of: group),
        meanLength: try file.readAttribute("screening_length_mean", of: group))
    }
    let returns: [Double] = try file.read("\(group)/trial/returns").values
    let lengths: [Int] = try file.read("\(group)/trial/lengths", shape: [returns.count])
    self.init(
      update: try file.readAttribute("update_count", of: group), screening: screening,
      trial: zip(returns, lengths).map { TrialEpisode(episodeReturn: $0, length: $1) },
      claim: try PolicyClaim(from: file, group: group))
    let isSoundScreening =
      screening.map {
        $0.episodes >= 1 && $0.meanReturn.isFinite && $0.standardError?.isFinite ?? true
          && $0.meanLength.isFinite
      } ?? true
    guard updates.contains(update), isSoundScreening, returns.allSatisfy(\.isFinite),
      lengths.allSatisfy({ 1...1 << 40 ~= $0 })
    else {
      throw file.error(
        .wrongShape, "what it says of its best policy cannot be",
        advice: CheckpointFormat.otherCheckpoint, object: group)
    }
  }
}
