/// The values of a dataset, row-major, and its shape. A single number has the shape [].
package struct HDF5Array<Element: HDF5Element>: Sendable {
  package let shape: [Int]
  package let values: [Element]

  package init(shape: [Int], values: [Element]) {
    self.shape = shape
    self.values = values
  }
}

extension HDF5Array: Equatable where Element: Equatable {}
