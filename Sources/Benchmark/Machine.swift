import Agents
import Foundation
import Tensors

/// What the figures were measured on.
struct Machine: Encodable {
  let processor: String
  let cores: Int
  /// The kernels of OpenBLAS in use, such as `SkylakeX`.
  let matrixKernels: String
  let libraries: [String]
  /// How many threads on the machine wanted to run in the minute before, in the mean.
  let load: Double

  static var current: Machine {
    Machine(
      processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
      matrixKernels: LinearAlgebraRuntime.kernelName, libraries: Trainer.libraries,
      load: loadAverage)
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    return name ?? "unknown processor"
  }

  private static var loadAverage: Double {
    let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    return text.split(separator: " ").first.flatMap { Double($0) } ?? 0
  }
}
