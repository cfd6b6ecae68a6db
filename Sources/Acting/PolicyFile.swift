import HDF5
import Models
import Spaces
import Storage
import Tensors

/// What a policy is in a file: its shape in the group `policy`, its parameters, and the statistics that
/// scale its observations.
///
///     policy @configuration @head @observation_size [@observation]
///     parameters/<layer>/<parameter>
///     normalization/observations/...
package enum PolicyFile {
  private static let group = "policy"
  private static let moments = "normalization/observations"

  /// Writes the shape of `policy`, and `parameters` of its layout.
  package static func write(
    _ policy: Policy, parameters: Matrix, to file: HDF5File
  ) throws {
    try file.createGroup(group)
    try file.writeAttribute(
      "configuration", try CheckpointFormat.encode(policy.configuration), of: group)
    try file.writeAttribute(
      "head", try CheckpointFormat.encode(policy.headConfiguration), of: group)
    try file.writeAttribute("observation_size", policy.observationSize, of: group)
    if let fields = Shape(policy).fields {
      try file.writeAttribute("observation", try CheckpointFormat.encode(fields), of: group)
    }
    try file.write(parameters, of: policy.layout, to: "parameters")
  }

  /// Makes the policy that a file holds.
  package static func read(_ file: HDF5File) throws(HDF5Error) -> Policy {
    let shape = try Shape(file)
    let policy: Policy
    do {
      policy = try Policy(
        shape.configuration, observation: shape.observation, head: shape.head)
    } catch {
      throw file.error(
        .wrongShape, "its policy cannot be made: \(error.description.dropLast())",
        advice: CheckpointFormat.otherCheckpoint, object: group)
    }
    try readParameters(file, into: policy)
    return policy
  }

  /// Reads the parameters of a policy that has to be of the shape in the file.
  package static func restore(_ policy: Policy, from file: HDF5File) throws(HDF5Error) {
    try readParameters(file, into: policy)
    guard try Shape(file) == Shape(policy) else {
      throw file.error(
        .wrongShape, "what it says of its policy does not fit the run's settings and environment",
        advice: CheckpointFormat.otherCheckpoint, object: group)
    }
  }

  /// Reads parameters alone.
  ///
  /// - Parameter prefix: of the path of the group that holds them, such as `best/`.
  package static func readParameters(
    _ file: HDF5File, prefix: String = "", into policy: Policy
  ) throws(HDF5Error) {
    let path = "\(prefix)parameters"
    try file.read(path, into: policy.parameters, of: policy.layout)
    try file.requireFinite(policy.parameters.isFinite, path)
  }

  /// Writes the statistics that scale observations.
  package static func write(
    observationMoments: RunningMoments, prefix: String = "", to file: HDF5File
  ) throws(HDF5Error) {
    // There are none of images.
    guard !observationMoments.mean.isEmpty else { return }
    try observationMoments.save(to: file, group: prefix + moments)
  }

  package static func readObservationMoments(
    _ file: HDF5File, prefix: String = "", size: Int
  ) throws(HDF5Error) -> RunningMoments {
    size == 0
      ? RunningMoments(size: 0)
      : try RunningMoments(from: file, group: prefix + moments, size: size)
  }

  /// What decides all sizes.
  private struct Shape: Equatable {
    let configuration: PolicyConfiguration
    let head: HeadConfiguration
    let observationSize: Int
    /// The observation's fields; nil where they are plain numbers, whose names are the environment's.
    let fields: ObservationLayout?

    init(_ policy: Policy) {
      (configuration, head) = (policy.configuration, policy.headConfiguration)
      observationSize = policy.observationSize
      fields = policy.observation.isVector ? nil : policy.observation
    }

    init(_ file: HDF5File) throws(HDF5Error) {
      configuration = try CheckpointFormat.decode(
        PolicyConfiguration.self, from: try file.readAttribute("configuration", of: group),
        in: file)
      head = try CheckpointFormat.decode(
        HeadConfiguration.self, from: try file.readAttribute("head", of: group), in: file)
      observationSize = try file.readAttribute("observation_size", of: group)
      fields =
        try file.containsAttribute("observation", of: group)
        ? try CheckpointFormat.decode(
          ObservationLayout.self, from: try file.readAttribute("observation", of: group),
          in: file) : nil
      guard fields?.size ?? observationSize == observationSize else {
        throw file.error(
          .wrongShape, "its observation_size is not that of its observation",
          advice: CheckpointFormat.otherCheckpoint, object: group)
      }
    }

    var observation: ObservationLayout { fields ?? .vector(observationSize) }
  }
}
