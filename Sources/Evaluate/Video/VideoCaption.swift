/// What a video says in its corner about the moment it shows.
package struct VideoCaption: Sendable, Hashable {
  /// Counted from 0, as in files.
  package var episode: Int
  /// How many steps were taken before this moment.
  package var step: Int
  /// The sum of the rewards so far.
  package var episodeReturn: Double
  /// The last action; [] before the first step.
  package var action: [Float]
  /// The last reward; nil before the first step.
  package var reward: Double?

  package init(
    episode: Int, step: Int, episodeReturn: Double, action: [Float] = [], reward: Double? = nil
  ) {
    self.episode = episode
    self.step = step
    self.episodeReturn = episodeReturn
    self.action = action
    self.reward = reward
  }
}
