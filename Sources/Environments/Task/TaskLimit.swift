/// A range that a quantity is to stay in.
struct TaskLimit {
  let quantity: TaskQuantity
  let range: ClosedRange<Double>
  /// Whether the episode ends where the quantity leaves the range. If not, only `alive` is 0 then.
  let terminates: Bool

  init(_ node: TaskNode) throws(TaskError) {
    let mapping = try TaskMapping(
      node, "a mapping such as {joint_position: hinge, range: [-0.2, 0.2]}",
      keys: TaskQuantity.keys + ["range", "terminate"])
    quantity = try TaskQuantity(mapping)
    if case .alive = quantity.measure {
      throw mapping.place.error("alive says whether the other ranges hold, and has none itself")
    }
    range = try mapping.required("range").range()
    terminates = try mapping["terminate"]?.value(Bool.self) ?? true
  }
}
