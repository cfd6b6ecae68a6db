import Foundation
import Models
import Storage

/// The best policy of a run, held in memory so that it costs a file only now and then.
///
/// Three different sets of episodes are at work. Training's own, as ``EpisodeCohorts`` counts them, say
/// at no cost which policies are worth a trial. A trial's, which the policy has of its own, decide
/// whether it takes the place of the best so far: by the greater mean return, of equals by the shorter
/// episodes, and then by the later update. And fresh ones, which never choose anything, say how good the
/// chosen one is: the greatest of many estimates is mostly a lucky one.
///
/// Each decision follows from the configuration and the update, and not from threads, times or when
/// something is saved. Whoever resumes a run comes to the same ones.
package final class BestPolicy {
  /// The best so far; nil before there is one.
  package internal(set) var incumbent: Incumbent?
  /// The last update whose policy was considered.
  var consideredUpdate = 0
  /// The steps that trials took.
  var trialSteps = 0
  /// Tells why a trial or a claim was given up; only of the first, because others are likely to follow.
  package var warn: (String) -> Void = { _ in }

  let trainer: Trainer
  private let run: PolicyTrial.Runner
  /// The incumbent's parameters.
  let policy: Policy
  var normalizer: ObservationNormalizer
  /// Whether the file is what it is to be.
  var isSaved = true
  private var hasWarned = false

  /// A policy that did best.
  package struct Incumbent: Sendable, Equatable {
    /// The update after which it was so.
    package let update: Int
    /// What training's episodes said then, by which it came to its trial.
    let screening: ReturnEstimate?
    /// The episodes of its trial; none where an older version chose it.
    fileprivate(set) var trial: [TrialEpisode]
    /// How good it is; nil until that is measured.
    package fileprivate(set) var claim: PolicyClaim?

    init(
      update: Int, screening: ReturnEstimate?, trial: [TrialEpisode], claim: PolicyClaim? = nil
    ) {
      self.update = update
      self.screening = screening
      self.trial = trial
      self.claim = claim
    }

    /// What it was chosen by.
    package var score: TrialScore? { trial.isEmpty ? nil : TrialScore(trial) }
  }

  /// This many training episodes must have been counted before a policy is a candidate.
  package static let leastEpisodes = 20

  /// - Parameters:
  ///   - checkpoint: the one that `trainer` was resumed from, if it was.
  ///   - url: what ``save(to:)`` wrote, if it did. It is read where an older version wrote the checkpoint.
  ///   - acceptingChanges: whether files are taken that were changed after they were written.
  ///   - run: gives a policy episodes of its own.
  /// - Throws: `HDF5Error` where a file is damaged or something else.
  package init(
    of trainer: Trainer, resuming checkpoint: URL? = nil, savedAt url: URL? = nil,
    acceptingChanges: Bool = false, run: @escaping PolicyTrial.Runner
  ) throws {
    self.trainer = trainer
    self.run = run
    policy = try Policy(
      trainer.policy.configuration, observation: trainer.policy.observation,
      head: trainer.policy.headConfiguration)
    normalizer = trainer.collector.normalizer.observations
    if let checkpoint {
      try restore(from: checkpoint, savedAt: url, acceptingChanges: acceptingChanges)
    }
  }

  /// Whether the present policy is still to be considered, because that was interrupted.
  package var isPending: Bool { consideredUpdate < trainer.updateCount }
}

// MARK: - Choosing

extension BestPolicy {
  /// Tries the policy as it is now where it may be the best, and keeps it if it is. Does nothing more for
  /// the same update. Where a trial is interrupted nothing has happened.
  package func consider() {
    guard isPending else { return }
    let screening = trainer.cohorts.estimate
    if let episodeCount = episodesToTry(screening), trainer.policy.parameters.isFinite {
      guard compare(screening, episodeCount: episodeCount) else { return }
    }
    consideredUpdate = trainer.updateCount
  }

  /// The number of episodes to try the present policy in; nil where it is not worth a trial, or there are
  /// no steps for one.
  private func episodesToTry(_ screening: ReturnEstimate?) -> Int? {
    let isWorthy = screening.map { $0.episodes >= Self.leastEpisodes && isPromising($0) } ?? false
    if isAtEnd {
      guard isWorthy || incumbent == nil, let length = meanLength(screening) else { return nil }
      return budget.trialEpisodes(meanLength: length)
    }
    guard isWorthy, let length = meanLength(screening) else { return nil }
    // The first costs about half of what training took until now, at most.
    guard incumbent != nil else { return TrialBudget.smallestTrial }
    let count = budget.trialEpisodes(meanLength: length)
    let isAffordable = budget.affords(
      Double(count) * (length + missingLength(count, otherwise: length)), spent: trialSteps,
      trained: trainer.stepCount)
    return isAffordable ? count : nil
  }

  /// Whether training ends here, or did before its end was moved: then there was a last trial.
  private var isAtEnd: Bool {
    let configuration = trainer.configuration
    let end = configuration.end(afterUpdate: trainer.updateCount)
    return trainer.updateCount >= configuration.updateCount(forSteps: end)
  }

  private var budget: TrialBudget { budget(afterUpdate: trainer.updateCount) }

  /// By the end that training was headed for then, whether it was moved since or not.
  private func budget(afterUpdate update: Int) -> TrialBudget {
    TrialBudget(totalSteps: trainer.configuration.end(afterUpdate: update))
  }

  private func meanLength(_ screening: ReturnEstimate?) -> Double? {
    screening?.meanLength ?? trainer.episodes.lengthSummary?.mean
  }

  /// The mean length of the incumbent's episodes where it has to have more of them, else 0.
  private func missingLength(_ count: Int, otherwise length: Double) -> Double {
    guard let incumbent, incumbent.trial.count < count else { return 0 }
    return incumbent.score?.meanLength ?? length
  }

  /// Whether training's episodes leave it open that the present policy is at least as good as the
  /// incumbent: an estimate that wavers around the same mean must not keep later policies out.
  private func isPromising(_ screening: ReturnEstimate) -> Bool {
    guard let old = incumbent?.screening else { return true }
    let (error, oldError) = (screening.standardError ?? 0, old.standardError ?? 0)
    return screening.meanReturn
      >= old.meanReturn - 2 * (error * error + oldError * oldError).squareRoot()
  }

  /// Tries the present policy in the first episodes of the trials' streams, and the incumbent in those of
  /// them that it has not had.
  ///
  /// - Returns: false where it was interrupted.
  private func compare(_ screening: ReturnEstimate?, episodeCount: Int) -> Bool {
    let update = trainer.updateCount
    let longest = budget.longestEpisode(meanLength: meanLength(screening) ?? 0)
    var steps = 0
    func episodes(_ policy: Policy, _ normalizer: ObservationNormalizer, after update: Int)
      -> Result<[TrialEpisode], Interrupted>
    {
      let trial = PolicyTrial(
        purpose: .trial, policy: policy, normalizer: shown(normalizer),
        stepCount: update * trainer.configuration.rolloutSize, episodeCount: episodeCount,
        longestEpisode: longest)
      switch run(trial) {
      case .ended(let episodes):
        steps += episodes.reduce(0) { $0 + $1.length }
        return .success(episodes)
      case .interrupted: return .failure(Interrupted())
      case .failed(let reason):
        tell("The trial of the policy after update \(update) was given up: \(reason)")
        steps += episodeCount * longest
        return .success([])
      }
    }
    guard
      case .success(let trial) = episodes(
        trainer.policy, trainer.collector.normalizer.observations, after: update)
    else { return false }
    guard !trial.isEmpty else {
      trialSteps += steps
      return true
    }
    if let old = incumbent, old.trial.count < episodeCount {
      guard case .success(let more) = episodes(policy, normalizer, after: old.update) else {
        return false
      }
      if !more.isEmpty { incumbent?.trial = more }
      isSaved = isSaved && old.claim != nil
    }
    trialSteps += steps
    let count = min(trial.count, incumbent?.trial.count ?? 0)
    let isBetter =
      incumbent.map {
        count == 0 || TrialScore(trial[..<count]).replaces(TrialScore($0.trial[..<count]))
      } ?? true
    if isBetter { keep(Incumbent(update: update, screening: screening, trial: trial)) }
    return true
  }

  private struct Interrupted: Error {}

  private func keep(_ new: Incumbent) {
    incumbent = new
    policy.parameters.copy(from: trainer.policy.parameters)
    normalizer = trainer.collector.normalizer.observations
    isSaved = false
  }

  private func shown(_ normalizer: ObservationNormalizer) -> ObservationNormalizer? {
    trainer.configuration.normalization.observations ? normalizer : nil
  }
}

// MARK: - Claiming

extension BestPolicy {
  /// Measures how good the incumbent is, where that is not known.
  ///
  /// - Returns: false where that was interrupted.
  func measureClaim() -> Bool {
    guard let old = incumbent, old.claim == nil, let score = old.score else { return true }
    let budget = budget(afterUpdate: old.update)
    let trial = PolicyTrial(
      purpose: .claim, policy: policy, normalizer: shown(normalizer),
      stepCount: old.update * trainer.configuration.rolloutSize,
      episodeCount: budget.claimEpisodes(meanLength: score.meanLength),
      longestEpisode: budget.longestEpisode(meanLength: score.meanLength))
    switch run(trial) {
    case .ended(let episodes): incumbent?.claim = PolicyClaim(episodes)
    case .interrupted: return false
    case .failed(let reason):
      tell("The return of the best policy, after update \(old.update), is not known: \(reason)")
    }
    return true
  }

  private func tell(_ text: String) {
    if !hasWarned { warn(text) }
    hasWarned = true
  }
}
