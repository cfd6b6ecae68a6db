import Evaluate

/// How the tuning of units to place and heading is measured.
public struct TuningConfiguration: Sendable {
  /// The series that holds x and y.
  public var position = "position"
  /// The series that holds the heading in radians; nil for `heading`, where it was recorded.
  public var heading: String?
  /// The units: `hidden_states`, or any other series, such as the activations of a layer.
  public var series = TrajectoryReader.hiddenStates
  /// The area of the map; nil for the environment's, where it has one, else around the places in the
  /// file.
  public var area: MapArea?
  /// Bins along the longer side of the map, from 2.
  public var bins = 20
  /// Bins around the circle, from 3.
  public var headingBins = 24
  /// Repetitions of the control, in which an episode's activations are shifted in time.
  public var shuffles = 100
  /// The number that the control begins from.
  public var seed: UInt64 = 1

  public init() {}
}

/// The area of a map.
public struct MapArea: Sendable, Equatable {
  public let x, y: ClosedRange<Double>

  public init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.x = x
    self.y = y
  }

  /// As in `0:300,0:300` for x and y; nil for anything else.
  public init?(_ text: String) {
    let ranges = text.split(separator: ",", omittingEmptySubsequences: false).map { side in
      side.split(separator: ":", omittingEmptySubsequences: false).compactMap { Double($0) }
    }
    guard ranges.count == 2,
      ranges.allSatisfy({ $0.count == 2 && $0[0] < $0[1] && ($0[1] - $0[0]).isFinite })
    else { return nil }
    x = ranges[0][0]...ranges[0][1]
    y = ranges[1][0]...ranges[1][1]
  }
}
