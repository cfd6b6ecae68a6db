import Environments

extension EpisodeRecord {
  /// The episode as a user of Minari expects it: observations as the environment gives them, and
  /// actions within their bounds, as it takes them. What the policy saw and chose stands beside them.
  func adapted(to space: ActionSpace) -> EpisodeRecord {
    let hasRaw = series.contains { $0.format.name == "raw_observations" }
    return EpisodeRecord(
      result: result,
      series: series.flatMap { series -> [EpisodeSeries] in
        switch (series.format.name, space) {
        case ("raw_observations", _): [series.renamed("observations")]
        case ("observations", _) where hasRaw: [series.renamed("normalized_observations")]
        case ("actions", .box(let low, let high)):
          [series.clipped(low: low, high: high), series.renamed("policy_actions")]
        default: [series]
        }
      }, facts: facts)
  }
}

extension EpisodeSeries {
  /// Rows of single precision with each component within its bounds.
  fileprivate func clipped(low: [Float], high: [Float]) -> EpisodeSeries {
    let values = unsafe bytes.withUnsafeBytes { unsafe Array($0.bindMemory(to: Float.self)) }
    var result = EpisodeSeries(format)
    for (index, value) in values.enumerated() {
      let component = index % low.count
      result.append(min(max(value, low[component]), high[component]))
    }
    return result
  }
}
