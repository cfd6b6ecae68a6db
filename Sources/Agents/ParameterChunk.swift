import Tensors

/// A stretch of the parameters that one lane works on at a time, with its learning rate.
struct ParameterChunk: Sendable {
  let range: Range<Int>
  let learningRate: Double

  /// Values a chunk: about as long a piece of work as waking a lane takes.
  private static let size = 2048

  static func chunks(of layout: ParameterLayout, learning: LearningConfiguration) -> [Self] {
    var chunks = [Self]()
    let slots = layout.slots
    for (index, slot) in slots.enumerated() {
      let end = index + 1 < slots.count ? slots[index + 1].offset : layout.count
      let isCritic = slot.name.hasPrefix("critic_") || slot.name.hasPrefix("value/")
      let rate =
        isCritic ? learning.criticLearningRate ?? learning.learningRate : learning.learningRate
      for start in stride(from: slot.offset, to: end, by: size) {
        let range = start..<min(start + size, end)
        if let last = chunks.last, last.learningRate == rate,
          last.range.count + range.count <= size
        {
          chunks[chunks.count - 1] = Self(
            range: last.range.lowerBound..<range.upperBound, learningRate: rate)
        } else {
          chunks.append(Self(range: range, learningRate: rate))
        }
      }
    }
    return chunks
  }
}
