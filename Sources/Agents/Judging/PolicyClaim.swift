import HDF5

/// How good a policy is, by episodes that had no part in choosing it.
public struct PolicyClaim: Sendable, Equatable, Codable {
  public let meanReturn: Double
  public let standardError: Double
  public let episodes: Int
  /// In steps.
  public let meanLength: Double

  package init(meanReturn: Double, standardError: Double, episodes: Int, meanLength: Double) {
    self.meanReturn = meanReturn
    self.standardError = standardError
    self.episodes = episodes
    self.meanLength = meanLength
  }

  /// - Precondition: there are two episodes or more.
  package init(_ episodes: [TrialEpisode]) {
    var sums = EpisodeSums()
    for episode in episodes {
      sums.add(episodeReturn: episode.episodeReturn, length: episode.length)
    }
    let estimate = ReturnEstimate(sums)
    precondition(estimate.standardError != nil, "a single episode has no deviation")
    self.init(
      meanReturn: estimate.meanReturn, standardError: estimate.standardError ?? 0,
      episodes: estimate.episodes, meanLength: estimate.meanLength)
  }

  private enum Name {
    static let mean = "return_mean"
    static let error = "return_error"
    static let episodes = "return_episodes"
    static let length = "length_mean"
  }

  func save(to file: HDF5File, group: String = "/") throws(HDF5Error) {
    try file.writeAttribute(Name.mean, meanReturn, of: group)
    try file.writeAttribute(Name.error, standardError, of: group)
    try file.writeAttribute(Name.episodes, episodes, of: group)
    try file.writeAttribute(Name.length, meanLength, of: group)
  }

  /// The claim in a file; nil where it holds none, or one of an older version, whose figures are those of
  /// the training episodes that ended last.
  ///
  /// - Throws: `HDF5Error` where what it says cannot be.
  package init?(from file: HDF5File, group: String = "/") throws(HDF5Error) {
    guard try file.containsAttribute(Name.error, of: group) else { return nil }
    self.init(
      meanReturn: try file.readAttribute(Name.mean, of: group),
      standardError: try file.readAttribute(Name.error, of: group),
      episodes: try file.readAttribute(Name.episodes, of: group),
      meanLength: try file.readAttribute(Name.length, of: group))
    guard meanReturn.isFinite, standardError.isFinite, standardError >= 0, episodes >= 2,
      meanLength.isFinite, meanLength >= 1
    else {
      throw file.error(
        .wrongShape, "what it says of the policy's return cannot be",
        advice: "The file was changed or is damaged; use another", object: group)
    }
  }
}
