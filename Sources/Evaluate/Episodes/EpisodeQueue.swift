import Foundation
import Synchronization

/// Hands out episodes to the threads that run them and passes on what became of them, in their order.
///
/// The first error ends it: episodes before the one that failed are still finished and passed on, so
/// that what comes out does not depend on which thread was faster.
final class EpisodeQueue<Product>: @unchecked Sendable {
  private let blockSize: Int
  /// How many episodes the last one begun may be ahead of the first one unfinished.
  private let lead: Int
  private let deliver: (Product) throws -> Void

  private let condition = NSCondition()
  private var next = 0
  private var delivered = 0
  private var waiting: [Int: Product] = [:]
  private var failure: (episode: Int, error: any Error)?
  /// Episodes from here on are not wanted, or not any more.
  private let end: Atomic<Int>

  /// - Parameter deliver: is called for one episode at a time, from the thread that was the last to
  ///   make it possible.
  init(
    episodeCount: Int, blockSize: Int, lead: Int, deliver: @escaping (Product) throws -> Void
  ) {
    self.blockSize = blockSize
    self.lead = lead
    self.deliver = deliver
    end = Atomic(episodeCount)
  }

  /// The next episodes to run, or nil where there are no more. Waits where the thread is too far ahead
  /// of the others, whose episodes would have to be kept in memory meanwhile.
  func take() -> Range<Int>? {
    condition.lock()
    defer { condition.unlock() }
    while isWanted(next) && next >= delivered + lead { condition.wait() }
    guard isWanted(next) else { return nil }
    let first = next
    next = min(first + blockSize, end.load(ordering: .relaxed))
    return first..<next
  }

  func isWanted(_ episode: Int) -> Bool { episode < end.load(ordering: .relaxed) }

  /// Takes what became of an episode.
  ///
  /// - Parameter isLast: whether later ones are not wanted.
  func finish(_ episode: Int, _ product: Product, isLast: Bool) {
    condition.lock()
    defer { condition.unlock() }
    waiting[episode] = product
    if isLast { wantNone(from: episode + 1) }
    while isWanted(delivered), let product = waiting.removeValue(forKey: delivered) {
      do {
        try deliver(product)
        delivered += 1
      } catch {
        noteFailure(of: delivered, error)
      }
    }
    condition.broadcast()
  }

  /// Ends the evaluation at an episode that could not be run.
  func fail(_ episode: Int, _ error: any Error) {
    condition.lock()
    defer { condition.unlock() }
    noteFailure(of: episode, error)
    condition.broadcast()
  }

  /// Wants no more episodes; those that are running are given up.
  func cancel() {
    condition.lock()
    defer { condition.unlock() }
    wantNone(from: delivered)
    condition.broadcast()
  }

  /// Throws if there was an error before the end.
  func rethrow() throws {
    if let failure { throw failure.error }
  }

  private func noteFailure(of episode: Int, _ error: any Error) {
    guard isWanted(episode) else { return }
    failure = (episode, error)
    wantNone(from: episode)
  }

  private func wantNone(from episode: Int) {
    if isWanted(episode) { end.store(episode, ordering: .relaxed) }
  }
}
