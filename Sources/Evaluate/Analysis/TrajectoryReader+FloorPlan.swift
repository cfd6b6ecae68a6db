import Environments
import Foundation

extension TrajectoryReader {
  /// The plane that the agent of these episodes moved in, as its environment has it; nil where that has
  /// none, or is none of `registry`.
  package func floorPlan(in registry: EnvironmentRegistry = .standard) throws -> FloorPlan? {
    guard let id = try text("environment") else { return nil }
    var configuration = EnvironmentConfiguration(id: id)
    if let json = try text("environment_arguments"),
      let arguments = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    {
      configuration.arguments = arguments
    }
    // A task of one's own, or a world of another program: then nobody knows its plane.
    return try? registry.environment(for: configuration).makeEnvironment().floorPlan
  }

  /// The centres of a region, one for each place that it was at in some episode; none where that was
  /// not recorded.
  package func centers(of region: FloorPlan.Region) throws -> [SIMD2<Double>] {
    if let center = region.center { return [center] }
    guard try contains(region.name) else { return [] }
    var centers = [SIMD2<Double>]()
    for episode in episodes where episode.length > 0 {
      let rows = try rows(region.name, as: Double.self, of: episode, width: 2)
      let center = SIMD2(rows.values[0], rows.values[1])
      if !centers.contains(center) { centers.append(center) }
    }
    return centers
  }
}
