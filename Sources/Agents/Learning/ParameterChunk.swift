import Models
import Tensors

/// A stretch of the parameters that one lane works on at a time, with its learning rate and whose
/// parameters they are.
struct ParameterChunk: Sendable {
  let range: Range<Int>
  let learningRate: Double
  let heads: HeadSet

  /// Values a chunk: about as long a piece of work as waking a lane takes.
  private static let size = 2048

  /// - Parameter groups: those that shards go through in turn. Their chunks come in turns, too, so that
  ///   the lane that computed a gradient also steps along it.
  static func chunks(
    of layout: ParameterLayout, learning: LearningConfiguration, groups: [HeadSet]
  ) -> [Self] {
    let chunks = stretches(of: layout, learning: learning, groups: groups).flatMap(\.pieces)
    let hands = groups.map { group in chunks.filter { $0.heads == group } }
    let rounds = hands.map(\.count).max() ?? 0
    return (0..<rounds).flatMap { round in
      hands.compactMap { round < $0.count ? $0[round] : nil }
    }
  }

  /// The longest stretches that have one learning rate and one of the `groups`.
  private static func stretches(
    of layout: ParameterLayout, learning: LearningConfiguration, groups: [HeadSet]
  ) -> [Self] {
    var stretches = [Self]()
    let slots = layout.slots
    for (index, slot) in slots.enumerated() {
      let end = index + 1 < slots.count ? slots[index + 1].offset : layout.count
      let rate =
        slot.heads == .critic
        ? learning.criticLearningRate ?? learning.learningRate : learning.learningRate
      let owner = groups.first { $0.isSuperset(of: slot.heads) } ?? .both
      if let last = stretches.last, last.learningRate == rate, last.heads == owner {
        stretches.removeLast()
        stretches.append(
          Self(range: last.range.lowerBound..<end, learningRate: rate, heads: owner))
      } else {
        stretches.append(Self(range: slot.offset..<end, learningRate: rate, heads: owner))
      }
    }
    return stretches
  }

  /// This stretch in pieces of about one size, each of whole cache lines.
  private var pieces: [Self] {
    let count = (range.count + Self.size - 1) / Self.size
    let lines = range.count / Carver.alignment
    return (0..<count).map { piece in
      let lower = range.lowerBound + lines * piece / count * Carver.alignment
      let upper = range.lowerBound + lines * (piece + 1) / count * Carver.alignment
      return Self(range: lower..<upper, learningRate: learningRate, heads: heads)
    }
  }
}
