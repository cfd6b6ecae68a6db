import Acting
import HDF5
import Settings
import Storage
import Tensors

extension Trainer {
  private func requireFinite(
    _ parameters: Matrix, afterUpdate update: Int
  ) throws(TrainingError) {
    guard let index = (0..<parameters.count).first(where: { !parameters[$0].isFinite }) else {
      return
    }
    throw TrainingError(
      """
      The parameter \(policy.layout.slot(at: index)?.name ?? "") is \(parameters[index]) after update \
      \(update). The learning rate may be too large (\(setting: "learning.learningRate")).
      """)
  }

  /// Writes what acting needs but for the statistics that scale observations, and what it is.
  func savePolicy(
    _ parameters: Matrix, afterUpdate update: Int, to file: HDF5File
  ) throws {
    try requireFinite(parameters, afterUpdate: update)
    try CheckpointFormat.stamp(file)
    try file.writeAttribute("configuration", try CheckpointFormat.encode(configuration))
    try file.writeAttribute("update_count", update)
    try file.writeAttribute("step_count", update * configuration.rolloutSize)
    try file.writeAttribute("libraries", Self.libraries)
    try PolicyFile.write(policy, parameters: parameters, to: file)
  }

  func saveOptimizer(to file: HDF5File) throws {
    try file.createGroup("optimizer")
    try file.writeAttribute("step_count", algorithm.optimizer.stepCount, of: "optimizer")
    for state in algorithm.learner.state {
      try file.write(state.values, of: state.layout, to: "optimizer/\(state.name)")
    }
    try file.write(algorithm.random.position, to: "random/minibatches")
    for (name, value) in algorithm.coefficients {
      try file.write(value, to: "algorithm/\(name)")
    }
  }

  func restoreOptimizer(
    from file: HDF5File, after progress: CheckpointProgress,
    forgetting forgotten: Set<CheckpointPart>
  ) throws {
    if !forgotten.contains(.optimizer) {
      algorithm.learner.optimizer.stepCount = try file.readCount(
        "step_count", of: "optimizer", in: 0...mostOptimizerSteps(after: progress.updateCount))
      for state in algorithm.learner.state {
        try file.read("optimizer/\(state.name)", into: state.values, of: state.layout)
      }
    }
    algorithm.random.move(
      to: try file.readCounts("random/minibatches", shape: [], in: Self.positions)[0])
    algorithm.coefficients = try algorithm.coefficients.map { name, _ in
      let path = "algorithm/\(name)"
      let value: [Double] = try file.read(path, shape: [])
      try file.requireFinite(value[0].isFinite, path)
      return (name, value[0])
    }
  }

  /// Where a random stream can be.
  static let positions = 0...UInt64(CheckpointProgress.largestCount)

  /// The greatest number of optimizer steps that this many updates can have made.
  private func mostOptimizerSteps(after updateCount: Int) -> Int {
    let passes = configuration.passes
    let perUpdate = passes.epochCount.multipliedReportingOverflow(by: passes.minibatchCount)
    let steps = perUpdate.partialValue.multipliedReportingOverflow(by: updateCount)
    return perUpdate.overflow || steps.overflow
      ? CheckpointProgress.largestCount : min(steps.partialValue, CheckpointProgress.largestCount)
  }
}
