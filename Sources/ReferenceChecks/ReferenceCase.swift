import HDF5
import Tensors

/// One case of a reference file: a group whose datasets are read by name. It gathers what comparisons
/// with them find, and remembers which datasets nobody has read.
final class ReferenceCase {
  let file: HDF5File
  /// The group's path in the file.
  let path: String
  private(set) var deviations = ReferenceDeviations()
  private(set) var unread: Set<String>
  /// The groups that other cases of the file have and this one lacks, by their paths in the case.
  private let lacking: Set<String>
  /// Those of them that a comparison would have needed, by their paths in the file.
  private(set) var skipped: Set<String> = []

  /// A case of a file whose cases need not be alike.
  convenience init(_ path: String, of file: HDF5File) throws {
    self.init(path, of: file, contents: try Contents(of: path, in: file), groups: [])
  }

  /// - Parameters:
  ///   - contents: what is in the case.
  ///   - groups: the groups that the cases of the file have.
  init(_ path: String, of file: HDF5File, contents: Contents, groups: Set<String>) {
    self.path = path
    self.file = file
    unread = Set(contents.datasets.map { "\(path)/\($0)" })
    lacking = groups.subtracting(contents.groups)
  }

  /// The paths in a group of all that it holds.
  struct Contents {
    private(set) var datasets: [String] = []
    private(set) var groups: [String] = []

    init(of path: String, in file: HDF5File) throws {
      for name in try file.children(of: path) {
        guard try file.isGroup("\(path)/\(name)") else {
          datasets.append(name)
          continue
        }
        let contents = try Contents(of: "\(path)/\(name)", in: file)
        datasets += contents.datasets.map { "\(name)/\($0)" }
        groups += [name] + contents.groups.map { "\(name)/\($0)" }
      }
    }
  }

  // MARK: - What is lacking

  /// A group that this case lacks and others have, so that what needs it is skipped.
  private struct Lacking: Error {
    let group: String
  }

  /// Makes comparisons as far as the case has what they need.
  func compareParts(_ work: () throws -> Void) throws {
    do { try work() } catch let error as Lacking { skipped.insert("\(path)/\(error.group)") }
  }

  /// Whether other cases have a group that this one has not.
  func lacks(_ group: String) -> Bool { lacking.contains(group) }

  /// Throws what ``compareParts(_:)`` takes where `name` is a group that is lacking, or lies in one.
  func require(_ name: String) throws {
    guard !lacking.isEmpty else { return }
    let names = name.split(separator: "/")
    for count in stride(from: 1, through: names.count, by: 1) {
      let group = names.prefix(count).joined(separator: "/")
      if lacking.contains(group) { throw Lacking(group: group) }
    }
  }

  // MARK: - Reading

  /// Reads a dataset, whose shape must be the given one.
  func read(_ name: String, shape: [Int]) throws -> [Double] {
    try require(name)
    unread.remove("\(path)/\(name)")
    return try file.read("\(path)/\(name)", shape: shape)
  }

  /// Reads a dataset of any shape.
  func read(_ name: String) throws -> [Double] {
    try require(name)
    unread.remove("\(path)/\(name)")
    return try file.read("\(path)/\(name)", as: Double.self).values
  }

  /// Reads a dataset into a matrix without gaps.
  func read(_ name: String, into matrix: Matrix, shape: [Int]) throws {
    matrix.copy(from: try read(name, shape: shape).map(Float.init))
  }

  func contains(_ name: String) throws -> Bool { try file.contains("\(path)/\(name)") }

  /// The names in a group.
  func children(of group: String) throws -> [String] {
    try require(group)
    return try file.children(of: "\(path)/\(group)")
  }

  /// Reads an attribute that is a number, of the case or of a group in it.
  func number(_ name: String, of group: String = "") throws -> Double {
    try require(group)
    return try file.readAttribute(name, of: "\(path)/\(group)")
  }

  /// Reads an attribute that may be missing.
  func number(_ name: String, of group: String = "", default value: Double) throws -> Double {
    try require(group)
    return try file.containsAttribute(name, of: "\(path)/\(group)")
      ? try number(name, of: group) : value
  }

  func text(_ name: String, of group: String = "") throws -> String {
    try require(group)
    return try file.readAttribute(name, of: "\(path)/\(group)")
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
    try compareParts {
      compare(
        values, with: try read(name, shape: shape), tolerance: tolerance, as: kind ?? name)
    }
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
