import HDF5

/// The named arrays of N environments, stored as one dataset a name.
///
/// A name's dataset has a row an environment, [N, k] with k the length of the longest array; shorter
/// ones are filled up with NaN, and a second dataset tells how long each is (-1 where an environment
/// has no array of that name).
package struct EnvironmentStates: Sendable, Equatable {
  /// The arrays of each environment by name.
  package let arrays: [[String: [Double]]]

  package init(_ arrays: [[String: [Double]]]) { self.arrays = arrays }

  package func save(to file: HDF5File, group: String) throws(HDF5Error) {
    try file.createGroup("\(group)/values")
    try file.createGroup("\(group)/lengths")
    for name in Set(arrays.flatMap(\.keys)).sorted() {
      let lengths = arrays.map { $0[name]?.count ?? -1 }
      let width = max(lengths.max() ?? 0, 0)
      let rows = arrays.flatMap { environment in
        let values = environment[name] ?? []
        return values + [Double](repeating: .nan, count: width - values.count)
      }
      try file.write(rows, shape: [arrays.count, width], to: "\(group)/values/\(name)")
      try file.write(lengths, shape: [arrays.count], to: "\(group)/lengths/\(name)")
    }
  }

  /// Reads the arrays of `count` environments.
  package init(from file: HDF5File, group: String, count: Int) throws(HDF5Error) {
    var arrays = [[String: [Double]]](repeating: [:], count: count)
    for name in try file.children(of: "\(group)/values") {
      let path = "\(group)/values/\(name)"
      let values = try file.read(path, as: Double.self)
      let lengths: [Int] = try file.read("\(group)/lengths/\(name)", shape: [count])
      guard values.shape.count == 2, values.shape[0] == count,
        lengths.allSatisfy({ -1...values.shape[1] ~= $0 })
      else {
        throw file.error(
          .wrongShape, "its shape \(values.shape) does not fit the states of \(count) environments",
          advice: "The file was changed or is damaged; use another checkpoint", object: path)
      }
      for index in 0..<count where lengths[index] >= 0 {
        let start = index * values.shape[1]
        arrays[index][name] = Array(values.values[start..<start + lengths[index]])
      }
    }
    self.arrays = arrays
  }
}
