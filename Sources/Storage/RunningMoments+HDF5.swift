extension RunningMoments {
  package func save(to file: HDF5File, group: String) throws(HDF5Error) {
    try file.write(mean, shape: [mean.count], to: "\(group)/mean")
    try file.write(variance, shape: [variance.count], to: "\(group)/variance")
    try file.write(count, to: "\(group)/count")
  }

  package init(from file: HDF5File, group: String, size: Int) throws(HDF5Error) {
    self.init(
      mean: try file.read("\(group)/mean", shape: [size]),
      variance: try file.read("\(group)/variance", shape: [size]),
      count: try file.readScalar("\(group)/count"))
  }
}
