/// What policies are compared by: how each did in episodes that it had for that.
package struct TrialScore: Sendable, Equatable, Codable {
  package let meanReturn: Double
  /// In steps.
  package let meanLength: Double
  package let episodes: Int

  package init(meanReturn: Double, meanLength: Double, episodes: Int) {
    self.meanReturn = meanReturn
    self.meanLength = meanLength
    self.episodes = episodes
  }

  /// Whether a policy with this score takes the place of an earlier one: by the greater mean return, of
  /// equals by the shorter episodes, and where these are equal as well because it comes later.
  package func replaces(_ earlier: Self) -> Bool {
    if meanReturn != earlier.meanReturn { return meanReturn > earlier.meanReturn }
    return meanLength <= earlier.meanLength
  }
}
