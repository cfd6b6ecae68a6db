import Foundation

/// All that was measured in one call of the program.
struct BenchmarkReport: Encodable {
  let machine: Machine
  let effort: Effort
  let matrices: [MatrixResult]
  var tasks: [TaskResult] = []
  var environments: [EnvironmentResult] = []
  var soaks: [SoakResult] = []
  var evaluations: [EvaluationBenchmarkResult] = []
  var curvatures: [CurvatureBenchmarkResult] = []
  var cells: [CellBenchmarkResult] = []
  var scaling: [ScalingResult] = []

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
