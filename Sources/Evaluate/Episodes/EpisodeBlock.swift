import Tensors

/// Runs episodes side by side, one in each row of a pass. A block works on one thread.
final class EpisodeBlock: @unchecked Sendable {
  /// Makes the observer of an episode.
  typealias ObserverMaker = @Sendable (_ episode: Int) -> any EpisodeObserver

  private let pass: PolicyPass
  private let rows: [EpisodeRow]
  private let makeObserver: ObserverMaker?

  init(_ world: EvaluationWorld, observer makeObserver: ObserverMaker?) throws {
    let pass = PolicyPass(
      world.policy.policy, isDeterministic: world.configuration.isDeterministic)
    self.pass = pass
    self.makeObserver = makeObserver
    rows = try (0..<PolicyPass.rowCount).map {
      try EpisodeRow(index: $0, pass: pass, world: world)
    }
  }

  /// Runs episodes to their ends.
  ///
  /// - Parameters:
  ///   - numbers: as many as there are rows at most; the first goes into the first row.
  ///   - limit: how many run at the same time at most.
  ///   - isWanted: whether an episode still has to be finished.
  ///   - finish: is called for each as it ends.
  ///   - fail: is called for each that cannot go on.
  func run(
    _ numbers: Range<Int>, limit: Int, isWanted: (Int) -> Bool,
    finish: (FinishedEpisode) throws -> Void, fail: (_ episode: Int, any Error) -> Void
  ) {
    let isGentle = rows[0].batch.wantsGentleKernels
    for first in stride(from: 0, to: numbers.count, by: limit) {
      let rows = rows[first..<min(first + limit, numbers.count)]
      for row in rows {
        let number = numbers.lowerBound + row.index
        do {
          try row.begin(number, observer: makeObserver?(number))
        } catch {
          fail(number, error)
        }
      }
      var isBusy: Bool
      repeat {
        isBusy = false
        LinearAlgebraRuntime.gently(if: isGentle) { pass.run() }
        for row in rows where row.phase != .idle && isWanted(row.number) {
          do {
            if try row.advance() { try row.finish(finish) } else { isBusy = true }
          } catch {
            fail(row.number, error)
          }
        }
        pass.advance()
      } while isBusy
    }
  }
}
