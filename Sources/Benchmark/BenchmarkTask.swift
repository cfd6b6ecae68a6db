import Agents
import ArgumentParser
import Environments
import Experiments

/// A training whose speed is measured.
struct BenchmarkTask {
  let name: String
  let configuration: TrainingConfiguration

  init(
    _ name: String, _ algorithm: AlgorithmName, _ environmentID: String, isRecurrent: Bool = false,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) {
    self.name = name
    var configuration = TrainingConfiguration(
      algorithm: algorithm, environment: EnvironmentConfiguration(id: environmentID),
      isRecurrent: isRecurrent)
    // No measurement comes so far, and what decays until then stays as it is.
    configuration.totalSteps = 1 << 50
    change(&configuration)
    self.configuration = configuration
  }

  /// What is trained, in one line.
  var summary: String {
    let policy = configuration.policy
    var words = [configuration.algorithm.rawValue.uppercased()]
    if policy.isRecurrent { words.append("recurrent") }
    words.append("\(configuration.environment.id),")
    if let cell = policy.cell { words.append("\(cell),") }
    words.append("hidden \(policy.hiddenSize),")
    words.append("\(configuration.environmentCount) x \(configuration.stepCount) steps")
    guard configuration.algorithm == .ppo else { return words.joined(separator: " ") }
    let (epochs, minibatches) = (configuration.ppo.epochCount, configuration.ppo.minibatchCount)
    return words.joined(separator: " ") + ", \(epochs) epochs, \(minibatches) minibatches"
  }

  /// The tasks called so, in the order of ``all``; all of them where no name is given.
  static func named(_ names: [String]) throws(ValidationError) -> [BenchmarkTask] {
    guard !names.isEmpty else { return all }
    var chosen = Set<String>()
    for name in names {
      let wanted = name.lowercased()
      let exact = all.filter { $0.name.lowercased() == wanted }
      let found =
        exact.isEmpty ? all.filter { $0.name.lowercased().hasPrefix(wanted + "-") } : exact
      guard !found.isEmpty else {
        throw ValidationError(
          "There is no task '\(name)'. The tasks are \(all.map(\.name).joined(separator: ", ")).")
      }
      chosen.formUnion(found.map(\.name))
    }
    return all.filter { chosen.contains($0.name) }
  }

  static func table(_ tasks: [BenchmarkTask]) -> String {
    Table.text(tasks.map { [$0.name, $0.summary] })
  }
}
