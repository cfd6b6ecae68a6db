import Agents

/// Measures how the time of a step grows with the number of environments and the hidden size.
enum ScalingBenchmark {
  static let environmentCounts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
  static let hiddenSizes = [16, 32, 64, 128, 256, 512]

  /// On all cores.
  static func measure(_ effort: Effort) throws -> [ScalingResult] {
    var results = [ScalingResult]()
    for isRecurrent in [false, true] {
      for count in environmentCounts {
        results.append(try measure(isRecurrent, .environments, count, 64, effort))
      }
      for size in hiddenSizes {
        results.append(try measure(isRecurrent, .hiddenSize, 64, size, effort))
      }
    }
    return results
  }

  private static func measure(
    _ isRecurrent: Bool, _ varied: ScalingResult.Varied, _ environments: Int, _ hiddenSize: Int,
    _ effort: Effort
  ) throws -> ScalingResult {
    let name = isRecurrent ? "T4" : "T3"
    Progress.show("\(name) with \(environments) environments, hidden size \(hiddenSize)")
    var configuration = try BenchmarkTask.named([name])[0].configuration
    configuration.environmentCount = environments
    configuration.policy.hiddenSize = hiddenSize
    // A minibatch has at least one whole sequence.
    if isRecurrent { configuration.ppo.minibatchCount = min(4, environments) }
    let trainer = try Trainer(configuration)
    let rates = try (0...effort.repeats).map { _ in
      try Rate.measure(count: configuration.rolloutSize, seconds: effort.seconds) {
        _ = try trainer.advance()
      }
    }
    let product = MatrixBenchmark.measure(rows: 256, inner: hiddenSize, columns: hiddenSize)
    let operations = Operations(trainer).perStep
    return ScalingResult(
      task: name, varied: varied, environments: environments, hiddenSize: hiddenSize,
      microsecondsPerStep: Spread(rates.dropFirst().map { 1e6 / $0 }),
      productMicrosecondsPerStep: 1e-3 * operations / product.gigaflops)
  }
}

/// What was measured at one size.
struct ScalingResult: Encodable {
  enum Varied: String, Encodable {
    case environments
    case hiddenSize = "hidden_size"
  }

  let task: String
  let varied: Varied
  let environments: Int
  let hiddenSize: Int
  let microsecondsPerStep: Spread
  /// What the matrix products of a step would take on one thread as products [256, H] = [256, H] [H, H].
  let productMicrosecondsPerStep: Double

  var size: Int { varied == .environments ? environments : hiddenSize }
}
