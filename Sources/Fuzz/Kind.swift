import ArgumentParser
import Tensors

/// What is spoilt.
package enum Kind: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A checkpoint, which is resumed or evaluated.
  case checkpoint
  /// A run's `best.h5`.
  case best
  /// A file of `agents evaluate --dump`.
  case trajectories
  /// A file of `agents analyze fixed-points`, given where another is wanted.
  case fixedPoints = "fixed-points"
  /// A run's folder: its texts, its logs, its name.
  case run
  /// A file for `agents train --config`.
  case config
  /// A task file.
  case task
  /// A file for `agents grid`.
  case grid
  /// An MJCF model.
  case model
  /// A command line.
  case command

  /// How many cases of a hundred are of this kind.
  private var share: Int {
    switch self {
    case .checkpoint: 20
    case .trajectories: 15
    case .command: 15
    case .run: 13
    case .model: 10
    case .config, .task: 8
    case .best, .grid: 5
    case .fixedPoints: 1
    }
  }

  /// The kind of a case, where none is asked for.
  package init(seed: UInt64, case number: Int) {
    var chance = RandomStream(seed: seed, index: UInt32(number), purpose: .kindOfCase)
    var rest = chance.integer(below: Self.allCases.reduce(0) { $0 + $1.share })
    self = Self.allCases.first { kind in
      rest -= kind.share
      return rest < 0
    }!
  }

  /// What decides a case: its kind, the seed and its number, and not how many others there are.
  package func chance(seed: UInt64, case number: Int) -> RandomStream {
    RandomStream(
      seed: seed, index: UInt32(number),
      purpose: .init(rawValue: 1000 + UInt32(Self.allCases.firstIndex(of: self)!)))
  }
}

extension RandomStream.Purpose {
  static let kindOfCase = Self(rawValue: 999)
}
