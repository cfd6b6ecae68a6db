import Storage
import Tensors

/// One case of a reference file: a group whose datasets are read by name. It gathers what comparisons
/// with them find, and remembers which datasets nobody has read.
final class ReferenceCase {
  let file: HDF5File
  /// The group's path in the file.
  let path: String
  private(set) var deviations = ReferenceDeviations()
  private(set) var unread: Set<String>

  init(_ path: String, of file: HDF5File) throws {
    self.path = path
    self.file = file
    unread = Set(try Self.datasets(in: path, of: file))
  }

  private static func datasets(in path: String, of file: HDF5File) throws -> [String] {
    try file.children(of: path).flatMap { name in
      let child = "\(path)/\(name)"
      return try file.isGroup(child) ? try datasets(in: child, of: file) : [child]
    }
  }

  // MARK: - Reading

  /// Reads a dataset, whose shape must be the given one.
  func read(_ name: String, shape: [Int]) throws -> [Double] {
    unread.remove("\(path)/\(name)")
    return try file.read("\(path)/\(name)", shape: shape)
  }

  /// Reads a dataset of any shape.
  func read(_ name: String) throws -> [Double] {
    unread.remove("\(path)/\(name)")
    return try file.read("\(path)/\(name)", as: Double.self).values
  }

  /// Reads a dataset into a matrix without gaps.
  func read(_ name: String, into matrix: Matrix, shape: [Int]) throws {
    matrix.copy(from: try read(name, shape: shape).map(Float.init))
  }

  func contains(_ name: String) throws -> Bool { try file.contains("\(path)/\(name)") }

  /// Reads an attribute that is a number, of the case or of a group in it.
  func number(_ name: String, of group: String = "") throws -> Double {
    try file.readAttribute(name, of: "\(path)/\(group)")
  }

  /// Reads an attribute that may be missing.
  func number(_ name: String, of group: String = "", default value: Double) throws -> Double {
    try file.containsAttribute(name, of: "\(path)/\(group)")
      ? try number(name, of: group) : value
  }

  func text(_ name: String, of group: String = "") throws -> String {
    try file.readAttribute(name, of: "\(path)/\(group)")
  }

  /// Reads an attribute that counts something; what is not believable as a size is refused.
  func size(_ name: String, in range: ClosedRange<Int> = 1...4096) throws -> Int {
    let value: Int = try file.readAttribute(name, of: path)
    guard range.contains(value) else {
      throw bad("its attribute '\(name)' is \(value), not from \(range)")
    }
    return value
  }

  /// An error about contents of this case.
  func bad(_ reason: String) -> HDF5Error {
    file.error(
      .wrongType, reason, advice: "Use data of the layout that this program knows", object: path)
  }

  // MARK: - Comparing

  /// Compares `values` with a dataset, whose shape must be the given one.
  ///
  /// - Parameter kind: the name that it is reported under, by default its own.
  func compare(
    _ values: [Double], with name: String, shape: [Int], tolerance: ReferenceTolerance,
    as kind: String? = nil
  ) throws {
    compare(
      values, with: try read(name, shape: shape), tolerance: tolerance, as: kind ?? name)
  }

  func compare(
    _ matrix: Matrix, with name: String, shape: [Int], tolerance: ReferenceTolerance,
    as kind: String? = nil
  ) throws {
    try compare(
      matrix.values.map(Double.init), with: name, shape: shape, tolerance: tolerance, as: kind)
  }

  func compare(
    _ values: [Double], with references: [Double], tolerance: ReferenceTolerance, as kind: String
  ) {
    deviations.compare(
      values, with: references[...], dataset: kind, tolerance: tolerance, place: path)
  }
}
