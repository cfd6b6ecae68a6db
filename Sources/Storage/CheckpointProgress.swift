import HDF5

/// How far a run has come, as a checkpoint of it says, held against the run's settings.
package struct CheckpointProgress: Sendable, Equatable {
  /// Updates made.
  package let updateCount: Int
  /// Steps of all environments together.
  package let stepCount: Int
  /// Steps of each environment.
  package let stepsPerEnvironment: Int

  /// What of a run's settings says how long it is.
  private struct Settings: Decodable {
    let environmentCount, stepCount, totalSteps: Int
  }

  /// Counters end here, long before they could overflow; doubles hold all integers up to it.
  package static let largestCount = 1 << 53

  /// Reads how far the run had come.
  ///
  /// - Parameter configuration: the run's settings, as the checkpoint has them.
  package init(from file: HDF5File, configuration: String) throws(HDF5Error) {
    let settings = try CheckpointFormat.decode(Settings.self, from: configuration, in: file)
    let update: Int = try file.readAttribute("update_count")
    let steps: Int = try file.readAttribute("step_count")
    let rollout = settings.environmentCount.multipliedReportingOverflow(by: settings.stepCount)
    guard settings.environmentCount > 0, settings.stepCount > 0, !rollout.overflow,
      0...Self.largestCount ~= rollout.partialValue
    else {
      throw Self.error(
        "its rollouts have \(settings.stepCount) steps of \(settings.environmentCount) environments",
        file)
    }
    let product = update.multipliedReportingOverflow(by: rollout.partialValue)
    guard update >= 0, !product.overflow, product.partialValue == steps,
      steps <= Self.largestCount
    else {
      throw Self.error(
        """
        it says that \(update) updates and \(steps) steps were made, with \(rollout.partialValue) steps an \
        update
        """, file)
    }
    // Files without a digest are of versions that let a run be resumed with an end that had passed.
    let last = settings.totalSteps / rollout.partialValue
    guard !file.isSealed || update <= max(last, 0) + 1 else {
      throw Self.error(
        "it says that \(update) updates were made, and the run has \(settings.totalSteps) steps",
        file)
    }
    updateCount = update
    stepCount = steps
    stepsPerEnvironment = update * settings.stepCount
  }

  private static func error(_ reason: String, _ file: HDF5File) -> HDF5Error {
    file.error(.wrongShape, reason, advice: CheckpointFormat.otherCheckpoint)
  }
}

extension HDF5File {
  /// Reads counters and refuses those out of `bounds`.
  package func readCounts<Count: HDF5Element & FixedWidthInteger>(
    _ path: String, shape: [Int], in bounds: ClosedRange<Count>
  ) throws(HDF5Error) -> [Count] {
    let counts: [Count] = try read(path, shape: shape)
    guard let wrong = counts.first(where: { !bounds.contains($0) }) else { return counts }
    throw error(
      .wrongShape,
      "it holds \(wrong), which is not from \(bounds.lowerBound) to \(bounds.upperBound)",
      advice: CheckpointFormat.otherCheckpoint, object: path)
  }

  /// Reads a counter that is an attribute and refuses one out of `bounds`.
  package func readCount(
    _ name: String, of path: String = "/", in bounds: ClosedRange<Int>
  ) throws(HDF5Error) -> Int {
    let count: Int = try readAttribute(name, of: path)
    guard bounds.contains(count) else {
      throw error(
        .wrongShape,
        "its attribute '\(name)' is \(count), not from \(bounds.lowerBound) to \(bounds.upperBound)",
        advice: CheckpointFormat.otherCheckpoint, object: path)
    }
    return count
  }

  /// Throws unless all numbers that were read at `path` are finite.
  package func requireFinite(
    _ isFinite: Bool, _ path: String
  ) throws(HDF5Error) {
    if isFinite { return }
    throw error(
      .wrongShape, "it holds a value that is infinite or not a number",
      advice: CheckpointFormat.otherCheckpoint, object: path)
  }
}
