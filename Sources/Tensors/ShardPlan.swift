/// How a number of things is cut into shards: as evenly as possible, the larger ones first.
///
/// Sizes and counts come from the configuration alone and never from the number of threads, because
/// the bits of a matrix product depend on its shape and those of a sum on its order.
package enum ShardPlan {
  package static func range(of shard: Int, in count: Int, shardCount: Int) -> Range<Int> {
    let (size, remainder) = count.quotientAndRemainder(dividingBy: shardCount)
    let start = shard * size + min(shard, remainder)
    return start..<start + size + (shard < remainder ? 1 : 0)
  }
}
