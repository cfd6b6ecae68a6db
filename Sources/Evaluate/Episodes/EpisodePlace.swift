/// Where the episodes of evaluations lie among all that a seed can name.
///
/// An episode draws from streams of its own, so that it does not depend on those before it. Their
/// indices begin where those of a training run's environments never reach: with the seed of its
/// training, too, a policy is tried in episodes that it does not know.
enum EpisodePlace {
  private static let first = 1 << 31
  /// How many there can be.
  static let count = 1 << 31

  static func index(ofEpisode number: Int) -> Int { first + number }
}
