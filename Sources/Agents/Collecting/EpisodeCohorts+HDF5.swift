import HDF5
import Storage

extension EpisodeCohorts {
  private static let group = "cohorts"

  package func save(to file: HDF5File) throws(HDF5Error) {
    func write<Value: HDF5Element>(_ name: String, _ values: [Value]) throws(HDF5Error) {
      try file.write(values, shape: [values.count], to: "\(Self.group)/\(name)")
    }
    try write("membership", memberships)
    try write("begun", cohorts.map(\.begun))
    try write("ended", cohorts.map(\.sums.count))
    try write("return_mean", cohorts.map(\.sums.meanReturn))
    try write("return_squares", cohorts.map(\.sums.squares))
    try write("length_mean", cohorts.map(\.sums.meanLength))
  }

  /// Where the file comes from a version that knew no cohorts, the present episodes belong to none.
  ///
  /// - Throws: `HDF5Error` where what it says cannot be.
  package init(from file: HDF5File, environmentCount: Int) throws(HDF5Error) {
    guard try file.contains(Self.group) else {
      self.init([], membership: [Int](repeating: -1, count: environmentCount))
      return
    }
    func path(_ name: String) -> String { "\(Self.group)/\(name)" }
    let begun: [Int] = try file.read(path("begun")).values
    func read<Value: HDF5Element>(_ name: String) throws(HDF5Error) -> [Value] {
      try file.read(path(name), shape: [begun.count])
    }
    let ended: [Int] = try read("ended")
    let means: [Double] = try read("return_mean")
    let squares: [Double] = try read("return_squares")
    let lengths: [Double] = try read("length_mean")
    let cohorts = begun.indices.map { index in
      Cohort(
        begun: begun[index],
        sums: EpisodeSums(
          count: ended[index], meanReturn: means[index], squares: squares[index],
          meanLength: lengths[index]))
    }
    let membership: [Int] = try file.read(path("membership"), shape: [environmentCount])
    guard Self.areConsistent(cohorts, membership: membership) else {
      throw file.error(
        .wrongShape, "its cohorts of episodes contradict one another",
        advice: CheckpointFormat.otherCheckpoint, object: Self.group)
    }
    self.init(cohorts, membership: membership)
  }
}
