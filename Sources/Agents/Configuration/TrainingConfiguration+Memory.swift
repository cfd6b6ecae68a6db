import Foundation
import Models
import Settings

extension TrainingConfiguration {
  /// Throws where the run certainly does not fit into this computer's memory, so that a mistake in a size
  /// ends with a sentence and not with a killed process.
  func validateMemory(of network: Policy) throws(ConfigurationError) {
    let needed = leastMemory(of: network)
    let present = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed > present else { return }
    func gigabytes(_ bytes: Double) -> String {
      String(format: "%.0f GB", (bytes / 1e9).rounded(.up))
    }
    throw ConfigurationError(
      """
      These sizes need at least \(gigabytes(needed)) of memory, and this computer has \
      \(gigabytes(present)); choose a smaller \(setting: "policy.hiddenSize"), \
      \(setting: "policy.layerCount"), \(setting: "environmentCount") or \(setting: "stepCount").
      """)
  }

  /// In bytes: the parameters with gradient and moments, the rollout, and the activations of a
  /// minibatch. A lower bound, in floating point because the sizes are anyone's.
  private func leastMemory(of network: Policy) -> Double {
    let (width, layers) = (
      Double(policy.hiddenSize), Double(network.configuration.resolvedLayerCount)
    )
    let parameters = Double(network.layout.count)
    let samples = Double(environmentCount) * Double(stepCount)
    // Images are kept as bytes.
    let (numbers, bytes) = (network.observation.numberCount, network.observation.byteCount)
    let sample =
      Double(numbers + network.actionSize + network.hiddenStateSize) + Double(bytes) / 4
    let activations =
      samples / Double(minibatchCount) * width * (layers + (policy.isRecurrent ? 1 : 0))
    return 4 * (4 * parameters + samples * sample + activations)
  }
}
