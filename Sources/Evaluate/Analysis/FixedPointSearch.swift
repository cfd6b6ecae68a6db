import Lanes
import Models
import Synchronization
import Tensors

/// Finds the fixed and slow points of a policy's GRU while its input is held: minima of the speed
/// q(h) = ½ |F(h) - h|² that are reached from recorded states (Sussillo and Barak 2013). It looks where
/// the GRU's states can be; what the equations have beyond means nothing for the network.
public struct FixedPointSearch: Sendable {
  /// A point counts as fixed up to this speed.
  public var fixedSpeed = 1e-12
  /// And as slow up to this one; faster ones are dropped. A state then moves by √(2q) = 0.0045 in a
  /// step, less than most do in a hundred steps of a task.
  public var slowSpeed = 1e-5
  /// Two points are one where no unit differs by more than this.
  public var tolerance = 0.01

  public init() {}

  /// What searches have found.
  public struct Outcome: Sendable, Equatable {
    /// Fixed ones first, then by the number of unstable directions, then by how many starts lead there.
    public fileprivate(set) var points: [FixedPoint] = []
    /// The number of searches, those from each start for each input.
    public fileprivate(set) var searchCount = 0
    /// How many of them ended at the edge of the states that can be reached, with the speed falling
    /// further outside. Such an end is not a minimum, and is dropped.
    public fileprivate(set) var edgeCount = 0
    /// How many ended where the state is faster than slow.
    public fileprivate(set) var fastCount = 0
    /// Where each unit of a state can be.
    public fileprivate(set) var reachable = 0.0...0.0
  }

  /// The points that searches from `starts`, each [H], end in.
  ///
  /// The result does not depend on the number of lanes.
  ///
  /// - Parameter inputs: what is held, as the policy sees it, each [O].
  /// - Throws: ``AnalysisError`` for a policy without memory, `LinearAlgebraError` where parameters or
  ///   starts are not finite.
  public func run(
    _ policy: Policy, inputs: [[Double]], starts: [[Double]], pool: LanePool = LanePool()
  ) throws -> Outcome {
    var outcome = Outcome()
    for (index, input) in inputs.enumerated() {
      guard let map = HeldGRU(policy, input: input) else {
        throw AnalysisError(
          .badData,
          policy.hiddenStateSize == 0
            ? "The policy has no memory, so it has no fixed points. Train one with `recurrent`."
            : "Fixed points are searched for one GRU, and the policy has another cell or several.")
      }
      let ends = Self.minima(of: map, starts: starts, pool: pool)
      // Where nothing moves, it does not matter what lies outside.
      let minima = ends.filter { $0.speed <= fixedSpeed || !$0.isAtEdge }
      let slow = minima.filter { $0.speed <= slowSpeed }
      outcome.reachable = map.reachable
      outcome.searchCount += ends.count
      outcome.edgeCount += ends.count - minima.count
      outcome.fastCount += minima.count - slow.count
      outcome.points += try distinct(slow).map { try point($0, of: map, inputIndex: index) }
        .sorted { Self.order(of: $0) < Self.order(of: $1) }
    }
    return outcome
  }

  private static func order(of point: FixedPoint) -> (Int, Int, Int, Int) {
    (point.isFixed ? 0 : 1, point.unstableCount, point.isStable ? 0 : 1, -point.startCount)
  }

  private typealias Minimum = SpeedMinimizer.Minimum

  /// So many starts share the memory that a search works in.
  private static let startsPerShard = 8

  private static func minima(
    of map: HeldGRU, starts: [[Double]], pool: LanePool
  ) -> [Minimum] {
    let shardCount = (starts.count + startsPerShard - 1) / startsPerShard
    let found = Found(shardCount: shardCount)
    pool.run(shardCount: shardCount) { shard in
      var minimizer = SpeedMinimizer(map)
      let own = starts[shard * startsPerShard..<min((shard + 1) * startsPerShard, starts.count)]
      let minima = own.map { minimizer.minimize(from: $0) }
      found.shards.withLock { $0[shard] = minima }
    }
    return found.shards.withLock { $0.flatMap { $0 } }
  }

  /// What the shards have found, in their order.
  private final class Found: Sendable {
    let shards: Mutex<[[Minimum]]>
    init(shardCount: Int) { shards = Mutex([[Minimum]](repeating: [], count: shardCount)) }
  }

  /// The slowest of each cluster of minima, and how many there were in it.
  private func distinct(_ minima: [Minimum]) -> [(minimum: Minimum, count: Int)] {
    var clusters = [(minimum: Minimum, count: Int)]()
    for minimum in minima.sorted(by: { $0.speed < $1.speed }) {
      let index = clusters.firstIndex { cluster in
        zip(cluster.minimum.state, minimum.state).allSatisfy { abs($0 - $1) <= tolerance }
      }
      if let index { clusters[index].count += 1 } else { clusters.append((minimum, 1)) }
    }
    return clusters
  }

  private func point(
    _ cluster: (minimum: Minimum, count: Int), of map: HeldGRU, inputIndex: Int
  ) throws(LinearAlgebraError) -> FixedPoint {
    let (state, speed) = (cluster.minimum.state, cluster.minimum.speed)
    var step = HeldGRU.Step(size: map.size)
    map.evaluate(at: state, into: &step)
    map.differentiate(at: state, into: &step)
    let jacobian = (0..<map.size * map.size).map { index in
      step.transposedJacobian[index % map.size * map.size + index / map.size]
    }
    return FixedPoint(
      inputIndex: inputIndex, state: state, speed: speed, startCount: cluster.count,
      jacobian: jacobian, eigenvalues: try Eigenvalue.all(of: jacobian.span, order: map.size),
      isFixed: speed <= fixedSpeed)
  }
}
