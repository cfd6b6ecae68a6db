/// Which of a policy's two networks a pass goes through.
package struct PolicyHalves: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let actor = PolicyHalves(rawValue: 1)
  package static let critic = PolicyHalves(rawValue: 2)
  package static let both: PolicyHalves = [.actor, .critic]
}
