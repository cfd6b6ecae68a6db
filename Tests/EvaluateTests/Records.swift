import Environments
import Evaluate
import Tensors

/// Episodes made by hand, in which every value tells where it belongs.
enum Records {
  static let header = TrajectoryHeader(
    environment: "Pendulum-v1", environmentArguments: "{}", observationNames: ["x", "y", "z"],
    observationUnits: ["m", nil, "m/s"], actionSpace: .box(low: [-2], high: [2]),
    actionLabels: ["torque"], secondsPerStep: 0.05, policyConfiguration: #"{"hiddenSize": 4}"#,
    trainingConfiguration: #"{"algorithm": "ppo"}"#, checkpoint: "runs/a/update_1.h5",
    checkpointDigest: String(repeating: "0", count: 64), seed: 7, isDeterministic: true,
    requestedEpisodes: 5, programVersion: "0.1.0")

  /// An episode whose number decides how long it is.
  static func record(_ number: Int, hiddenSize: Int = 4) -> EpisodeRecord {
    let length = 3 + number % 5
    var random = RandomStream(seed: 1, index: UInt32(number), purpose: .action)
    func series(
      _ name: String, rows: Int, width: Int? = nil, unit: String? = nil, _ dimensions: String...
    ) -> EpisodeSeries {
      var series = EpisodeSeries(
        EpisodeSeries.Format(
          name, .float32, rowShape: width.map { [$0] } ?? [], unit: unit, dimensions: dimensions))
      for _ in 0..<rows * (width ?? 1) { series.append(Float(3 * random.normal())) }
      return series
    }
    func flags(_ name: String, last: Bool) -> EpisodeSeries {
      var series = EpisodeSeries(
        EpisodeSeries.Format(name, .flag, rowShape: [], dimensions: ["step"]))
      for step in 1...length { series.append(UInt8(last && step == length ? 1 : 0)) }
      return series
    }
    var numbers = EpisodeSeries(
      EpisodeSeries.Format("infos/number", .float64, rowShape: [], dimensions: ["state"]))
    for state in 0...length { numbers.append(Double(100 * number + state)) }
    return EpisodeRecord(
      result: EpisodeResult(
        number: number, seed: 7, episodeReturn: Double(number) / 2, length: length,
        outcome: number % 2 == 0 ? .terminated : .truncated),
      series: [
        series("observations", rows: length + 1, width: 3, "state", "component"),
        series("raw_observations", rows: length + 1, width: 3, "state", "component"),
        series("hidden_states", rows: length + 1, width: hiddenSize, "state", "unit"),
        series("actions", rows: length, width: 1, unit: "N m", "step", "action"),
        series("rewards", rows: length, "step"),
        flags("terminations", last: number % 2 == 0),
        flags("truncations", last: number % 2 == 1), numbers,
      ], facts: ["goal": [Double(number), 0.5]])
  }
}
