/// Returns and lengths of the last episodes that ended.
public struct EpisodeWindow: Sendable, Equatable {
  /// How many episodes are remembered.
  public static let capacity = 100

  package private(set) var returns: [Double] = []
  package private(set) var lengths: [Double] = []
  /// How many episodes have ended since training began.
  public private(set) var episodeCount = 0
  private var next = 0

  init() {
    returns.reserveCapacity(Self.capacity)
    lengths.reserveCapacity(Self.capacity)
  }

  /// - Parameters:
  ///   - returns: oldest first; so for `lengths`.
  init(returns: [Double], lengths: [Double], episodeCount: Int) {
    self.init()
    self.returns += returns
    self.lengths += lengths
    self.episodeCount = episodeCount
    next = returns.count % Self.capacity
  }

  mutating func append(episodeReturn: Double, length: Int) {
    if returns.count < Self.capacity {
      returns.append(episodeReturn)
      lengths.append(Double(length))
    } else {
      returns[next] = episodeReturn
      lengths[next] = Double(length)
    }
    next = (next + 1) % Self.capacity
    episodeCount += 1
  }

  /// The remembered values, oldest first.
  package func ordered(_ values: [Double]) -> [Double] {
    values.count < Self.capacity ? values : Array(values[next...] + values[..<next])
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.episodeCount == right.episodeCount
      && left.ordered(left.returns) == right.ordered(right.returns)
      && left.ordered(left.lengths) == right.ordered(right.lengths)
  }

  /// The mean return of the last `count` episodes, at most ``capacity``; nil before that many have ended.
  public func meanReturn(ofLast count: Int) -> Double? {
    guard count <= returns.count else { return nil }
    return Summary(ordered(returns).suffix(count))?.mean
  }

  public var returnSummary: Summary? { Summary(ordered(returns)) }
  public var lengthSummary: Summary? { Summary(ordered(lengths)) }
}
