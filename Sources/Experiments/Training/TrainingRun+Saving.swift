import Agents
import Environments
import Files
import Foundation

extension TrainingRun {
  private var checkpoint: RunDirectory.Checkpoint {
    directory.checkpoint(afterUpdate: trainer.updateCount)
  }

  /// What is written into a folder without a name is lost, and one that is there in its place belongs to
  /// somebody else.
  func requireFolder() throws(RunDirectoryError) {
    guard isInPlace else { throw .gone(directory.url.shortPath) }
  }

  func save(isAskedFor: Bool) throws {
    try requireFolder()
    for observer in everyone { try observer.checkpointWillBeSaved(in: self) }
    // Before the checkpoint: a run resumed from that does not meet again what came before it.
    if try saveBest() || isComparisonWaiting { compareWithOtherRuns() }
    try writeCheckpoint(to: checkpoint.url)
    try finishSaving(isAskedFor: isAskedFor)
  }

  /// Saves the state before a long update aside. If somebody wants the training to end meanwhile, the
  /// update is given up, and nothing else is lost.
  func makeReserve() throws -> PendingFile {
    let file = PendingFile(replacing: checkpoint.url)
    try writeCheckpoint(to: file.temporary)
    return file
  }

  /// Makes a checkpoint of it.
  func save(_ reserve: PendingFile) throws {
    for observer in everyone { try observer.checkpointWillBeSaved(in: self) }
    if try saveBest() { compareWithOtherRuns() }
    try reserve.commit()
    try finishSaving(isAskedFor: false)
  }

  private func saveBest() throws -> Bool {
    guard try best.save(to: directory.best) else { return false }
    for observer in everyone { observer.bestPolicySaved(in: self) }
    return true
  }

  private func writeCheckpoint(to url: URL) throws {
    try trainer.save(to: url) { try best.save(toCheckpoint: $0) }
  }

  private func finishSaving(isAskedFor: Bool) throws {
    for observer in everyone {
      observer.checkpointSaved(checkpoint.url, isAskedFor: isAskedFor, in: self)
    }
    try directory.removeCheckpoints(keeping: options.keptCheckpoints)
  }

  /// Nothing of this run depends on how others did, nor does it end when their file is damaged.
  private func compareWithOtherRuns() {
    guard let incumbent = best.incumbent, let root = directory.root else { return }
    let run = directory.url.absoluteURL.standardizedFileURL
    let claim = incumbent.claim
    let entry = BestOfRuns.Entry(
      environment: trainer.configuration.environment,
      policy: run.pathComponents.suffix(2).joined(separator: "/") + "/" + RunDirectory.bestName,
      meanReturn: claim?.meanReturn, standardError: claim?.standardError,
      episodes: claim?.episodes, meanLength: claim?.meanLength, update: incumbent.update,
      steps: incumbent.update * trainer.configuration.rolloutSize, trial: incumbent.score)
    do {
      // Who was waited for once in vain is not waited for again.
      let patience = Duration.seconds(isComparisonWaiting ? 0 : 2)
      // Earlier versions left out arguments that had their defaults.
      _ = try BestOfRuns.submit(entry, in: root, patience: patience) { [registry] in
        (try? registry.completed($0)) ?? $0
      }
      isComparisonWaiting = false
    } catch let error as FileError where error.system.code == EBUSY {
      guard !isComparisonWaiting else { return }
      isComparisonWaiting = true
      let file = BestOfRuns<EnvironmentConfiguration>.file(in: root)
      warn("\(file.shortPath) does not know of this run yet: \(error) Training continues.")
    } catch {
      let file = BestOfRuns<EnvironmentConfiguration>.file(in: root)
      warn("\(file.shortPath) stays as it is: \(error)")
    }
  }
}
