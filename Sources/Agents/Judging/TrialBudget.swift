/// How many episodes trials may have. All of it follows from the configuration, the update and what
/// trials took before.
package struct TrialBudget: Sendable {
  /// Steps of all environments that training is to make.
  let totalSteps: Int

  /// The share of the training's steps that trials may take.
  static let share = 0.03
  /// There are steps for about this many trials of the intended size.
  private static let intendedTrials = 20.0
  /// Sizes of trials. They are few, so that the incumbent's episodes mostly suffice for a comparison.
  private static let trialSizes = [10, 20, 50, 100]
  /// The share of the training's steps that one claim may take, and its size.
  private static let claimShare = 0.05
  private static let claimSizes = 30...100

  /// Fewer episodes say too little about a policy.
  package static var smallestTrial: Int { trialSizes[0] }

  package init(totalSteps: Int) { self.totalSteps = totalSteps }

  /// The number of episodes in a trial where they have this mean length.
  package func trialEpisodes(meanLength: Double) -> Int {
    let wanted = Self.share * Double(totalSteps) / (Self.intendedTrials * max(meanLength, 1))
    return Self.trialSizes.last { Double($0) <= wanted } ?? Self.smallestTrial
  }

  /// Whether there are steps for what a trial is expected to take.
  ///
  /// - Parameters:
  ///   - spent: steps of the trials before.
  ///   - trained: steps of the training until now.
  package func affords(_ steps: Double, spent: Int, trained: Int) -> Bool {
    Double(spent) + steps <= Self.share * Double(trained)
  }

  /// The number of episodes that a claim is made of where they have this mean length.
  package func claimEpisodes(meanLength: Double) -> Int {
    let wanted = Self.claimShare * Double(totalSteps) / max(meanLength, 1)
    return Int(
      min(max(wanted, Double(Self.claimSizes.lowerBound)), Double(Self.claimSizes.upperBound)))
  }

  /// The length at which an episode is taken not to end. Most tasks end theirs before.
  package func longestEpisode(meanLength: Double) -> Int {
    max(1000, Int(min(20 * meanLength, 1e9)))
  }
}
