import Agents
import Foundation
import HDF5
import Tensors
import Testing

@Suite struct EpisodeCohortTests {
  /// An episode as a plain list remembers it.
  private struct Episode {
    let environment: Int
    /// The updates, counted from 1, in whose rollouts it began and ended.
    let began: Int
    var ended: Int?
    var episodeReturn = 0.0
    var length = 0
  }

  /// Environments with made-up episodes, told to cohorts and to a plain list.
  private struct Play {
    let environmentCount: Int
    let stepCount: Int
    /// Draws a length and a return.
    let draw: (inout RandomStream) -> (length: Int, episodeReturn: Double)
    var cohorts: EpisodeCohorts
    var window: [Double] = []
    var episodes: [Episode]
    private var random: RandomStream
    private var present: [(length: Int, episodeReturn: Double, age: Int, number: Int)] = []
    private var update = 0

    init(
      environments: Int, steps: Int, seed: UInt64,
      draw: @escaping (inout RandomStream) -> (length: Int, episodeReturn: Double)
    ) {
      (environmentCount, stepCount, self.draw) = (environments, steps, draw)
      cohorts = EpisodeCohorts(environmentCount: environments)
      random = RandomStream(seed: seed, purpose: .environment)
      episodes = (0..<environments).map { Episode(environment: $0, began: 1) }
      for environment in 0..<environments {
        let (length, episodeReturn) = draw(&random)
        present.append((length, episodeReturn, 0, environment))
      }
    }

    mutating func advance() {
      update += 1
      if update > 1 { cohorts.beginUpdate() }
      for _ in 0..<stepCount {
        for environment in 0..<environmentCount {
          present[environment].age += 1
          let (length, episodeReturn, age, number) = present[environment]
          guard age == length else { continue }
          episodes[number].ended = update
          episodes[number].episodeReturn = episodeReturn
          episodes[number].length = length
          window.append(episodeReturn)
          cohorts.episodeEnded(
            environment: environment, episodeReturn: episodeReturn, length: length)
          let (next, nextReturn) = draw(&random)
          present[environment] = (next, nextReturn, 0, episodes.count)
          episodes.append(Episode(environment: environment, began: update))
        }
      }
      cohorts.endUpdate()
    }

    /// From the list alone: the newest updates, up to the last before which all episodes have ended, that
    /// together began `count` episodes.
    func expected(ofAtLeast count: Int) -> [Episode]? {
      let complete = episodes.filter { $0.ended == nil }.map(\.began).min()! - 1
      var chosen: [Episode] = []
      for update in stride(from: complete, to: 0, by: -1) where chosen.count < count {
        chosen += episodes.filter { $0.began == update }
      }
      return chosen.count >= count ? chosen : nil
    }
  }

  private func expectEqual(_ found: ReturnEstimate?, _ episodes: [Episode]?) {
    guard let episodes, let found else {
      #expect((found == nil) == (episodes == nil))
      return
    }
    let count = Double(episodes.count)
    let mean = episodes.reduce(0) { $0 + $1.episodeReturn } / count
    let squares = episodes.reduce(0) { $0 + pow($1.episodeReturn - mean, 2) }
    #expect(found.episodes == episodes.count)
    #expect(abs(found.meanReturn - mean) < 1e-9 * (1 + abs(mean)))
    #expect(
      abs(found.meanLength - episodes.reduce(0) { $0 + Double($1.length) } / count) < 1e-9 * 1000)
    if episodes.count == 1 {
      #expect(found.standardError == nil)
    } else {
      let error = (squares / (count - 1) / count).squareRoot()
      #expect(abs((found.standardError ?? -1) - error) < 1e-9 * (1 + error))
    }
  }

  /// From far shorter than a rollout to far longer, so that updates without a beginning occur as well.
  @Test(arguments: [1, 3, 20]) func `estimates are those of a plain list of episodes`(
    environments: Int
  ) {
    var play = Play(environments: environments, steps: 8, seed: 5) { random in
      let isLong = random.uniform() < 0.1
      return (1 + random.integer(below: isLong ? 60 : 6), 1e4 + 3 * random.normal())
    }
    for _ in 0..<150 {
      play.advance()
      for count in [1, 20, 100] {
        expectEqual(
          play.cohorts.estimate(ofAtLeast: count), play.expected(ofAtLeast: count))
      }
      let all = play.expected(ofAtLeast: 100)
      let complete = play.episodes.filter { $0.ended == nil }.map(\.began).min()! - 1
      let began = play.episodes.filter { $0.began <= complete }
      expectEqual(play.cohorts.estimate, all ?? (began.isEmpty ? nil : began))
      #expect(play.cohorts.cohortCount <= 356)
    }
  }

  /// Success, with probability 0.3, ends an episode after 5 steps; without, it takes 100.
  private static func early(_ random: inout RandomStream) -> (length: Int, episodeReturn: Double) {
    random.uniform() < 0.3 ? (5, 1) : (100, 0)
  }

  @Test func `the first estimate is no luckier than later ones where success ends episodes early`()
  {
    var first: [Double] = []
    var later: [Double] = []
    var window: [Double] = []
    for seed in 1...100 as ClosedRange<UInt64> {
      var play = Play(environments: 64, steps: 8, seed: seed, draw: Self.early)
      while play.window.count < 20 { play.advance() }
      window.append(play.window.suffix(100).reduce(0, +) / Double(min(play.window.count, 100)))
      while play.cohorts.estimate == nil { play.advance() }
      first.append(play.cohorts.estimate!.meanReturn)
      for _ in 0..<20 { play.advance() }
      later.append(play.cohorts.estimate(ofAtLeast: 100)!.meanReturn)
    }
    // Means of 100 means of about 100 episodes each: a standard error of about 0.005. The ratio of two
    // sums is biased by about a hundredth part of its deviation besides.
    for estimates in [first, later] {
      #expect(abs(estimates.reduce(0, +) / 100 - 0.3) < 0.02)
    }
    #expect(window.reduce(0, +) / 100 > 0.8, "the episodes that end first are the successes")
  }

  @Test func `an episode that never ends holds up the estimate and takes no more memory`() {
    var play = Play(environments: 4, steps: 4, seed: 1) { random in
      (1 + random.integer(below: 3), 1)
    }
    var cohorts = EpisodeCohorts(environmentCount: 2)
    for update in 1...2000 {
      play.advance()
      if update > 1 { cohorts.beginUpdate() }
      // The other environment's episode goes on for ever.
      cohorts.episodeEnded(environment: 1, episodeReturn: 2, length: 3)
      cohorts.endUpdate()
    }
    #expect(play.cohorts.cohortCount <= 356)
    #expect(cohorts.cohortCount == 256)
    #expect(cohorts.estimate == nil)
    // Once it ends, all count that began in its time.
    cohorts.beginUpdate()
    cohorts.episodeEnded(environment: 0, episodeReturn: 4, length: 9)
    cohorts.endUpdate()
    #expect(cohorts.estimate(ofAtLeast: 100) != nil)
    #expect(cohorts.cohortCount < 256)
  }

  @Test func `a return that no number holds leaves numbers`() {
    var cohorts = EpisodeCohorts(environmentCount: 2)
    for environment in 0..<2 {
      cohorts.episodeEnded(
        environment: environment, episodeReturn: environment == 0 ? .infinity : 1, length: 1)
      cohorts.episodeEnded(environment: environment, episodeReturn: -.infinity, length: 1)
    }
    cohorts.endUpdate()
    cohorts.beginUpdate()
    for environment in 0..<2 {
      cohorts.episodeEnded(environment: environment, episodeReturn: 0, length: 1)
    }
    cohorts.endUpdate()
    #expect(cohorts.estimate?.meanReturn.isFinite == true)
    #expect(cohorts.estimate?.standardError?.isFinite == true)
  }

  // MARK: Files

  private let url = FileManager.default.temporaryDirectory.appending(
    path: "agents-cohorts-\(UUID().uuidString).h5")

  private func read(environments: Int) throws -> EpisodeCohorts {
    try EpisodeCohorts(from: HDF5File(reading: url), environmentCount: environments)
  }

  @Test func `saved and read at any time they go on as if nothing had happened`() throws {
    defer { try? FileManager.default.removeItem(at: url) }
    var play = Play(environments: 6, steps: 8, seed: 3) { random in
      (1 + random.integer(below: 40), random.normal())
    }
    for _ in 0..<60 {
      play.advance()
      try HDF5File.replace(at: url) { try play.cohorts.save(to: $0) }
      let copy = try read(environments: 6)
      #expect(copy == play.cohorts)
      var other = play
      other.cohorts = copy
      for _ in 0..<3 { other.advance() }
      var same = play
      for _ in 0..<3 { same.advance() }
      #expect(other.cohorts == same.cohorts)
      #expect(other.cohorts.estimate == same.cohorts.estimate)
    }
  }

  @Test func `episodes at hand of a file that knows no cohorts are not counted`() throws {
    defer { try? FileManager.default.removeItem(at: url) }
    try HDF5File.replace(at: url) { try $0.createGroup("episodes") }
    var cohorts = try read(environments: 2)
    cohorts.beginUpdate()
    cohorts.episodeEnded(environment: 0, episodeReturn: 100, length: 5)
    cohorts.endUpdate()
    cohorts.beginUpdate()
    cohorts.episodeEnded(environment: 0, episodeReturn: 1, length: 7)
    cohorts.episodeEnded(environment: 1, episodeReturn: 100, length: 9)
    cohorts.endUpdate()
    #expect(cohorts.estimate?.meanReturn == 1)
    #expect(cohorts.estimate?.meanLength == 7)
  }

  /// Two environments, whose present episodes belong to the second cohort of two.
  private struct Contents {
    var membership = [1, 1]
    var begun = [3, 2]
    var ended = [3, 0]
    var means = [1.5, 0]
    var squares = [2.0, 0]
    var lengths = [4.0, 0]
  }

  @Test func `contents that cannot be are refused`() throws {
    defer { try? FileManager.default.removeItem(at: url) }
    let changes: [(Bool, (inout Contents) -> Void)] = [
      (true, { _ in }), (false, { $0.membership = [1, 2] }), (false, { $0.membership = [1, -2] }),
      (false, { $0.membership = [1, 0] }), (false, { $0.membership = [.max, .min] }),
      (false, { $0.begun[1] = 3 }), (false, { $0.begun[0] = -1 }), (false, { $0.begun[0] = .max }),
      (
        false,
        {
          $0.begun = [0, 2]
          $0.ended = [0, 0]
        }
      ), (false, { $0.ended[0] = .min }),
      (false, { $0.ended[1] = 1 }), (false, { $0.means[0] = .nan }),
      (false, { $0.means[0] = 1e300 }), (false, { $0.squares[0] = -1 }),
      (false, { $0.squares[0] = .infinity }), (false, { $0.lengths[0] = 0 }),
      (false, { $0.lengths[1] = 2 }),
    ]
    for (index, (isSound, change)) in changes.enumerated() {
      var contents = Contents()
      change(&contents)
      try HDF5File.replace(at: url) { file in
        try file.write(contents.membership, shape: [2], to: "cohorts/membership")
        try file.write(contents.begun, shape: [2], to: "cohorts/begun")
        try file.write(contents.ended, shape: [2], to: "cohorts/ended")
        try file.write(contents.means, shape: [2], to: "cohorts/return_mean")
        try file.write(contents.squares, shape: [2], to: "cohorts/return_squares")
        try file.write(contents.lengths, shape: [2], to: "cohorts/length_mean")
      }
      if isSound {
        #expect(try read(environments: 2).estimate?.meanReturn == 1.5)
      } else {
        let error = #expect(throws: HDF5Error.self, "\(index)") { try read(environments: 2) }
        #expect(error?.isBadData == true)
      }
    }
  }
}
