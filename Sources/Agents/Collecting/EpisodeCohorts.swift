/// An estimate of the return from training episodes that does not depend on which of them end first.
///
/// The last episodes that ended are not a fair sample: where success ends an episode early, the first
/// to end are the successes. So episodes are counted by when they began. A cohort is all episodes that
/// began during one update: those that began in its rollout, one that began with the last row of the
/// rollout included, because its predecessor ended there; the first cohort also has those that training
/// began with. A cohort counts once all its episodes have ended and all older cohorts are complete, too.
/// The newest cohort for which that holds is the frontier.
///
/// How many episodes an environment begins during an update depends on how long they are, but the end
/// of an update is a stopping time: by Wald's identity the expected sum of a cohort's returns is the
/// expected number of its episodes times the expected return.
public struct EpisodeCohorts: Sendable, Equatable {
  /// The episodes that began during one update.
  struct Cohort: Sendable, Equatable {
    /// How many began.
    var begun = 0
    var sums = EpisodeSums()
    var isComplete: Bool { sums.count == begun }
  }

  /// With this many cohorts after the frontier, new episodes join the newest of them. That bounds the
  /// memory where an episode lasts longer than that many updates.
  static let openCapacity = 256

  /// Oldest first; none is empty.
  private(set) var cohorts: [Cohort] = []
  /// How many of them are up to the frontier.
  private(set) var completeCount = 0
  /// The number of cohorts that have been dropped.
  private var droppedCount = 0
  /// For each environment which cohort its present episode belongs to, counted from the first there
  /// ever was; -1 where it began before there were cohorts.
  private var membership: [Int]

  /// Begins an episode in each environment.
  package init(environmentCount: Int) {
    membership = [Int](repeating: 0, count: environmentCount)
    reserveCapacity()
    cohorts.append(Cohort(begun: environmentCount))
  }

  /// Continues where each environment's episode belongs to the cohort of this index, or to none if
  /// that is -1.
  ///
  /// - Precondition: ``areConsistent(_:membership:)``.
  init(_ cohorts: [Cohort], membership: [Int]) {
    self.membership = membership
    reserveCapacity()
    self.cohorts += cohorts
    moveFrontier()
  }

  /// Whether each cohort has episodes, and those that have not ended are the environments' present ones.
  static func areConsistent(_ cohorts: [Cohort], membership: [Int]) -> Bool {
    var open = [Int](repeating: 0, count: cohorts.count)
    for index in membership where index != -1 {
      guard cohorts.indices.contains(index) else { return false }
      open[index] += 1
    }
    return cohorts.count <= EpisodeWindow.capacity + openCapacity
      && zip(cohorts, open).allSatisfy { cohort, open in
        1...largestCount ~= cohort.begun && 0...cohort.begun ~= cohort.sums.count
          && cohort.begun - cohort.sums.count == open && cohort.sums.isSound
      }
  }

  /// More episodes in a cohort than any training has; sums of that many stay integers.
  private static let largestCount = 1 << 48

  private mutating func reserveCapacity() {
    cohorts.reserveCapacity(EpisodeWindow.capacity + Self.openCapacity + 1)
  }

  /// The number of cohorts that are remembered.
  package var cohortCount: Int { cohorts.count }

  /// The index of the cohort of each environment's present episode, or -1.
  var memberships: [Int] { membership.map { $0 == -1 ? -1 : $0 - droppedCount } }

  // MARK: An update

  /// What begins from now on belongs to another update.
  package mutating func beginUpdate() {
    if cohorts.count - completeCount < Self.openCapacity { cohorts.append(Cohort()) }
  }

  /// An environment's episode has ended, and the next one has begun.
  package mutating func episodeEnded(environment: Int, episodeReturn: Double, length: Int) {
    let number = membership[environment]
    if number >= droppedCount {
      cohorts[number - droppedCount].sums.add(episodeReturn: episodeReturn, length: length)
    }
    cohorts[cohorts.count - 1].begun += 1
    membership[environment] = droppedCount + cohorts.count - 1
  }

  /// All episodes of the update were told.
  package mutating func endUpdate() {
    if cohorts[cohorts.count - 1].begun == 0 { cohorts.removeLast() }
    moveFrontier()
  }

  /// Moves the frontier, and drops what no estimate needs any more.
  private mutating func moveFrontier() {
    while completeCount < cohorts.count && cohorts[completeCount].isComplete { completeCount += 1 }
    var episodes = cohorts[..<completeCount].reduce(0) { $0 + $1.begun }
    var superfluous = 0
    while superfluous < completeCount,
      episodes - cohorts[superfluous].begun >= EpisodeWindow.capacity
    {
      episodes -= cohorts[superfluous].begun
      superfluous += 1
    }
    guard superfluous > 0 else { return }
    cohorts.removeFirst(superfluous)
    completeCount -= superfluous
    droppedCount += superfluous
  }

  // MARK: Estimates

  /// What the newest cohorts up to the frontier say that together have at least `count` episodes, or
  /// nil where all together have fewer.
  ///
  /// - Parameter count: from 1 to ``EpisodeWindow/capacity``.
  public func estimate(ofAtLeast count: Int) -> ReturnEstimate? {
    var sums = EpisodeSums()
    for cohort in cohorts[..<completeCount].reversed() where sums.count < count {
      sums.add(cohort.sums)
    }
    return sums.count >= count ? ReturnEstimate(sums) : nil
  }

  /// What the newest cohorts say that have at least ``EpisodeWindow/capacity`` episodes; while there are
  /// fewer, all there are.
  public var estimate: ReturnEstimate? {
    estimate(ofAtLeast: EpisodeWindow.capacity) ?? estimate(ofAtLeast: max(completeEpisodes, 1))
  }

  private var completeEpisodes: Int { cohorts[..<completeCount].reduce(0) { $0 + $1.begun } }

  public static func == (left: Self, right: Self) -> Bool {
    left.cohorts == right.cohorts && left.memberships == right.memberships
  }
}

/// The return of a policy as episodes show it.
public struct ReturnEstimate: Sendable, Equatable {
  public let episodes: Int
  public let meanReturn: Double
  /// The unbiased estimate of the returns' deviation, divided by the root of their number; nil for a
  /// single episode.
  public let standardError: Double?
  /// In steps.
  public let meanLength: Double

  init(episodes: Int, meanReturn: Double, standardError: Double?, meanLength: Double) {
    self.episodes = episodes
    self.meanReturn = meanReturn
    self.standardError = standardError
    self.meanLength = meanLength
  }

  /// - Precondition: there is an episode.
  init(_ sums: EpisodeSums) {
    precondition(sums.count > 0, "no episodes have no mean")
    let count = Double(sums.count)
    self.init(
      episodes: sums.count, meanReturn: sums.meanReturn,
      standardError: sums.count > 1 ? (sums.squares / (count - 1) / count).squareRoot() : nil,
      meanLength: sums.meanLength)
  }
}

/// The number, the means and the squared deviations of some episodes, told one after another.
struct EpisodeSums: Sendable, Equatable {
  var count = 0
  var meanReturn = 0.0
  /// The sum of the squared distances of the returns from their mean.
  var squares = 0.0
  var meanLength = 0.0

  init() {}

  init(count: Int, meanReturn: Double, squares: Double, meanLength: Double) {
    self.count = count
    self.meanReturn = meanReturn
    self.squares = squares
    self.meanLength = meanLength
  }

  /// Welford's update.
  mutating func add(episodeReturn: Double, length: Int) {
    // A return that overflows single precision is infinite there, and would leave no number at all.
    let largest = Double(Float.greatestFiniteMagnitude)
    let episodeReturn = min(max(episodeReturn, -largest), largest)
    count += 1
    let distance = episodeReturn - meanReturn
    meanReturn += distance / Double(count)
    squares += distance * (episodeReturn - meanReturn)
    meanLength += (Double(length) - meanLength) / Double(count)
  }

  /// The parallel formula of Chan, Golub and LeVeque (1979).
  mutating func add(_ other: Self) {
    guard other.count > 0 else { return }
    let total = Double(count + other.count)
    let (part, distance) = (Double(other.count) / total, other.meanReturn - meanReturn)
    squares += other.squares + distance * distance * Double(count) * part
    meanReturn += distance * part
    meanLength += (other.meanLength - meanLength) * part
    count += other.count
  }

  /// Whether they can be the sums of episodes.
  var isSound: Bool {
    let isEmpty = self == Self()
    return isEmpty
      || count > 0 && abs(meanReturn) <= Double(Float.greatestFiniteMagnitude)
        && squares.isFinite && squares >= 0 && meanLength.isFinite && meanLength >= 1
  }
}
