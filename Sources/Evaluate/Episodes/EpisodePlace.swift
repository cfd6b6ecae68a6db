/// Where episodes of a trained policy lie among all that a seed can name.
///
/// An episode draws from streams of its own, so that it does not depend on those before it. Their
/// indices are those that a training run's environments never reach: with the seed of its training, too,
/// a policy is tried in episodes that it does not know. Nor do different purposes share any.
package enum EpisodePlace: Hashable, Sendable {
  /// Evaluations that somebody asked for.
  case evaluation
  /// What a training run tries its policies in.
  case trial
  /// What it says by how good the best of them is.
  case claim

  private var indices: Range<Int> {
    switch self {
    case .trial: 1 << 30..<3 << 29
    case .claim: 3 << 29..<1 << 31
    case .evaluation: 1 << 31..<1 << 32
    }
  }

  /// How many episodes there can be.
  var count: Int { indices.count }

  func index(ofEpisode number: Int) -> Int { indices.lowerBound + number }
}
