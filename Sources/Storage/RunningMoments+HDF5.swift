import HDF5

extension RunningMoments {
  package func save(to file: HDF5File, group: String) throws(HDF5Error) {
    try file.write(mean, shape: [mean.count], to: "\(group)/mean")
    try file.write(variance, shape: [variance.count], to: "\(group)/variance")
    try file.write(count, to: "\(group)/count")
  }

  package init(from file: HDF5File, group: String, size: Int) throws(HDF5Error) {
    let mean: [Double] = try file.read("\(group)/mean", shape: [size])
    let variance: [Double] = try file.read("\(group)/variance", shape: [size])
    let count: Double = try file.readScalar("\(group)/count")
    guard mean.allSatisfy(\.isFinite), variance.allSatisfy({ $0.isFinite && $0 >= 0 }),
      0...Double(CheckpointProgress.largestCount) ~= count
    else {
      throw file.error(
        .wrongShape,
        "its means are not finite, or its variances or its count negative or not finite",
        advice: CheckpointFormat.otherCheckpoint, object: group)
    }
    self.init(mean: mean, variance: variance, count: count)
  }
}
