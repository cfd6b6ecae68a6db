import Environments
import Foundation
import ReferenceChecks
import Storage
import Testing

@Suite struct EnvironmentReferenceTests {
  private func deviations(_ name: String) throws -> [ReferenceDeviation] {
    let url = packageFolder.appending(path: "Tests/Reference/environments/\(name).h5")
    return try #require(try EnvironmentReference.compare(HDF5File(reading: url))).all
  }

  private static let names = [
    "cartpole_v1", "acrobot_v1", "mountain_car_v0", "mountain_car_continuous_v0", "pendulum_v1",
    "inverted_pendulum_v4", "half_cheetah_v4", "hopper_v4",
  ]

  @Test(arguments: names)
  func `an environment does what the reference recorded`(_ name: String) throws {
    let deviations = try deviations(name)
    for deviation in deviations {
      #expect(
        deviation.isWithinTolerance && deviation.count > 0,
        "\(deviation.dataset): \(deviation.largest)")
    }
    let compared = Set(deviations.map(\.dataset))
    #expect(
      compared.isSuperset(of: [
        "observation", "reward", "terminated", "observation, batch", "reward, batch",
        "terminated, batch", "truncated, batch",
      ]))
    #expect(compared.contains { $0.hasSuffix("_after") })
    #expect(compared.contains { $0.hasPrefix("reset_samples/") })
  }

  /// Holds for version 2.2.2 of MuJoCo on processors of one architecture: the version's library and the
  /// recording's give the same bits.
  @Test(arguments: names.filter { $0.hasSuffix("_v4") })
  func `simulations have the recorded bits, step by step and in a free run`(
    _ name: String
  ) throws {
    for deviation in try deviations(name) where !deviation.dataset.hasPrefix("reset_samples/") {
      #expect(deviation.differingCount == 0, "\(deviation.dataset): \(deviation.largest)")
    }
  }

  @Test func `a model's fields are compared`() throws {
    let datasets = try deviations("hopper_v4").map(\.dataset)
    #expect(datasets.filter { $0.hasPrefix("model/") }.count > 100)
  }
}
