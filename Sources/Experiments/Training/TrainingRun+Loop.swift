import Agents
import Files
import Foundation

extension TrainingRun {
  /// Trains until there is a reason to end, and saves.
  ///
  /// - Returns: the reason.
  /// - Throws: ``TrainingFailure`` once training has begun, after which checkpoints saved before stay as
  ///   they are; what observers throw as it begins.
  @discardableResult
  public func train() throws -> TrainingEnd {
    begin()
    defer { leaveFolder() }
    let deadline = options.limits.time.map { ContinuousClock.now + $0 }
    for observer in everyone { try observer.trainingBegan(self) }
    let end: TrainingEnd
    do {
      end = try loop(until: deadline)
    } catch {
      let failure = TrainingFailure(
        cause: isInPlace
          ? error : RunDirectoryError.gone(directory.url.shortPath),
        updateCount: trainer.updateCount, newestCheckpoint: newestCheckpoint)
      for observer in everyone { observer.trainingFailed(failure, in: self) }
      throw failure
    }
    for observer in everyone { observer.trainingEnded(end, in: self) }
    return end
  }

  /// An update that takes longer, in seconds, is not waited for when somebody wants the training to end.
  private static let longUpdate = 0.5

  private func loop(until deadline: ContinuousClock.Instant?) throws -> TrainingEnd {
    var lastSeconds = 0.0
    var lastSaved = Date()
    func saveNow(isAskedFor: Bool = false) throws {
      try save(isAskedFor: isAskedFor)
      savedUpdate = trainer.updateCount
      lastSaved = Date()
    }
    // Where the end was moved, the checkpoint is to know.
    if savedUpdate == nil { try saveNow() }
    best.warn = { [logs] in logs.messages.warning("\($0)") }
    // Where the program was stopped while it considered the policy, it does so now.
    best.consider()
    while true {
      try requireFolder()
      if let end = reasonToEnd(by: deadline) {
        if savedUpdate != trainer.updateCount { try saveNow() }
        return end
      }
      let isSaved = savedUpdate == trainer.updateCount
      let reserve = try isSaved || lastSeconds < Self.longUpdate ? nil : makeReserve()
      defer { reserve?.discard() }
      let patience = isSaved || reserve != nil ? 1.0 : 10.0
      guard
        let report = try trainer.advance(
          isCancelled: { control.secondsWaitingForEnd() ?? 0 > patience })
      else {
        if let reserve { try save(reserve) }
        return .interrupted
      }
      lastSeconds = report.rolloutSeconds + report.updateSeconds
      for observer in everyone { try observer.updateEnded(report, in: self) }
      best.consider()
      let isAskedFor = control.takeWishToSave()
      if isAskedFor || isSaveDue(update: report.update, lastSaved: lastSaved) {
        try saveNow(isAskedFor: isAskedFor)
      }
    }
  }

  private func reasonToEnd(by deadline: ContinuousClock.Instant?) -> TrainingEnd? {
    if trainer.isFinished && !best.isPending { return .finished }
    if control.wantsEnd { return .interrupted }
    if options.limits.isReached(by: trainer.cohorts) { return .reachedReturn }
    if let deadline, deadline <= .now { return .outOfTime }
    return nil
  }

  private func isSaveDue(update: Int, lastSaved: Date) -> Bool {
    switch options.saveInterval {
    case .some(0): false
    case .some(let interval): update % interval == 0
    case .none: -lastSaved.timeIntervalSinceNow > 60
    }
  }
}
