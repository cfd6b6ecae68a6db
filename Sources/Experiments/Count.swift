/// A number of things in words.
package enum Count {
  /// `1 fixed point`, `2 fixed points`.
  package static func text(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}
