/// Some things of the model: all of a kind, or those that are named.
enum TaskSelection {
  case all
  case named([TaskName])

  init(_ node: TaskNode) throws(TaskError) {
    let names = try node.names()
    self = names.map(\.text) == ["all"] ? .all : .named(names)
  }
}

/// A direction of the world.
enum TaskAxis: String, CaseIterable {
  case x, y, z

  /// The place in a vector.
  var index: Int {
    switch self {
    case .x: 0
    case .y: 1
    case .z: 2
    }
  }

  /// One axis.
  init(_ node: TaskNode) throws(TaskError) {
    guard let axis = Self(rawValue: try node.text()) else { throw node.mismatch("x, y or z") }
    self = axis
  }

  /// Several axes written as one word, such as `xz`; all where there is none.
  static func axes(_ node: TaskNode?) throws(TaskError) -> [TaskAxis] {
    guard let node else { return allCases }
    let letters = Array(try node.text())
    let axes = letters.compactMap { TaskAxis(rawValue: String($0)) }
    guard axes.count == letters.count, Set(axes).count == axes.count else {
      throw node.mismatch("some of x, y and z as one word, such as xz")
    }
    return axes
  }
}
