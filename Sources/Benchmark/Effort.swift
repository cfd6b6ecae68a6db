/// How long and how often to measure.
struct Effort: Encodable {
  /// The least time of each measurement and of warming up.
  let seconds: Double
  let repeats: Int
}
