/// The tensors of a case, one after another.
struct RecordedTensors {
  private let data: ReferenceCase
  private var arrays: [String: [Double]] = [:]
  private let names: [String]
  let initial: [Double]
  /// Where each tensor lies.
  let ranges: [Range<Int>]
  var count: Int { initial.count }

  init(of data: ReferenceCase, steps: Int) throws {
    names = try data.children(of: "initial")
    var initial = [Double]()
    var ranges = [Range<Int>]()
    let moments =
      data.lacks("state") ? [] : try data.children(of: "state").map { "state/\($0)" }
    let results = data.lacks("parameters") ? [] : ["parameters"]
    for name in names {
      let shape = try data.file.shape(of: "\(data.path)/initial/\(name)")
      let start = initial.count
      initial += try data.read("initial/\(name)", shape: shape)
      ranges.append(start..<initial.count)
      for group in ["gradients"] + results + moments {
        arrays["\(group)/\(name)"] = try data.read("\(group)/\(name)", shape: [steps] + shape)
      }
    }
    self.initial = initial
    self.ranges = ranges
    self.data = data
  }

  /// The row of a step in the arrays of a group, all tensors together.
  func values(_ name: String, step: Int) throws -> [Double] {
    try data.require(name)
    return try zip(names, ranges).flatMap { tensor, range in
      guard let array = arrays["\(name)/\(tensor)"] else {
        throw data.bad("it lacks \(name)/\(tensor)")
      }
      return Array(array[step * range.count..<(step + 1) * range.count])
    }
  }
}
