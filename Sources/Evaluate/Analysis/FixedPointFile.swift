import Foundation
import HDF5

/// The file that holds the fixed points of a policy; docs/analysis.md tells its layout.
package struct FixedPointFile {
  /// Where the policy comes from.
  package let checkpoint: String
  /// Where the starts come from.
  package let trajectories: String
  package let search: FixedPointSearch
  /// What was held, as the policy sees it, each [O].
  package let inputs: [[Double]]
  package let outcome: FixedPointSearch.Outcome
  /// Those of the recorded states.
  package let principalComponents: PrincipalComponents

  package init(
    checkpoint: String, trajectories: String, search: FixedPointSearch, inputs: [[Double]],
    outcome: FixedPointSearch.Outcome, principalComponents: PrincipalComponents
  ) {
    self.checkpoint = checkpoint
    self.trajectories = trajectories
    self.search = search
    self.inputs = inputs
    self.outcome = outcome
    self.principalComponents = principalComponents
  }

  /// Writes the file, or replaces it as a whole.
  package func write(to url: URL) throws {
    try HDF5File.replace(at: url, kind: .fixedPoints) { file in
      try file.writeAttribute("format", "agents fixed points")
      try file.writeAttribute("format_version", 1)
      try file.writeAttribute("checkpoint", checkpoint)
      try file.writeAttribute("trajectories", trajectories)
      try file.writeAttribute("fixed_speed", search.fixedSpeed)
      try file.writeAttribute("slow_speed", search.slowSpeed)
      try file.writeAttribute("tolerance", search.tolerance)
      try file.writeAttribute("margin", FixedPoint.margin)
      try file.writeAttribute(
        "reachable", [outcome.reachable.lowerBound, outcome.reachable.upperBound])
      try file.writeAttribute("search_count", outcome.searchCount)
      try file.writeAttribute("dropped_at_edge", outcome.edgeCount)
      try file.writeAttribute("dropped_as_fast", outcome.fastCount)
      try file.write(
        inputs.flatMap { $0 }, shape: [inputs.count, inputs.first?.count ?? 0], to: "inputs")
      try writePoints(to: file)
      let size = principalComponents.width
      try file.write(
        principalComponents.mean, shape: [size], to: "principal_components/mean")
      try file.write(
        (0..<size).flatMap { principalComponents[$0] }, shape: [size, size],
        to: "principal_components/components")
      try file.write(
        principalComponents.variances, shape: [size], to: "principal_components/variances")
    }
  }

  private func writePoints(to file: HDF5File) throws(HDF5Error) {
    let points = outcome.points
    let (count, size) = (points.count, principalComponents.width)
    try file.write(points.map(\.inputIndex), shape: [count], to: "input_index")
    try file.write(points.flatMap(\.state), shape: [count, size], to: "states")
    try file.write(points.map(\.speed), shape: [count], to: "speeds")
    try file.write(points.map(\.startCount), shape: [count], to: "start_counts")
    try file.write(points.map { UInt8($0.isFixed ? 1 : 0) }, shape: [count], to: "is_fixed")
    try file.write(points.map { UInt8($0.isStable ? 1 : 0) }, shape: [count], to: "is_stable")
    try file.write(
      points.map { UInt8($0.kind == .marginal ? 1 : 0) }, shape: [count], to: "is_marginal")
    try file.write(points.map(\.unstableCount), shape: [count], to: "unstable_counts")
    try file.write(points.map(\.marginalCount), shape: [count], to: "marginal_counts")
    try file.write(points.flatMap(\.jacobian), shape: [count, size, size], to: "jacobians")
    try file.write(
      points.flatMap { $0.eigenvalues.flatMap { [$0.real, $0.imaginary] } },
      shape: [count, size, 2], to: "eigenvalues")
    try file.write(
      points.flatMap { $0.timeConstants.map { $0 ?? .nan } }, shape: [count, size],
      to: "time_constants")
  }
}
