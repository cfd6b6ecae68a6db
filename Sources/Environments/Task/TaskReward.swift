/// A term of the reward: a quantity times a weight.
struct TaskReward {
  let name: String
  let weight: Double
  let quantity: TaskQuantity

  init(_ name: TaskName, _ node: TaskNode) throws(TaskError) {
    guard name.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
      throw name.place.error(
        "the term '\(name.text)' needs a name of letters, digits and underscores")
    }
    let mapping = try TaskMapping(
      node, "a mapping such as {alive: true, weight: 1}", keys: TaskQuantity.keys + ["weight"])
    self.name = name.text
    quantity = try TaskQuantity(mapping)
    weight = try mapping.required("weight").number()
  }
}
