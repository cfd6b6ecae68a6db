/// What a resumed run can be made to forget, to see what each is good for.
package enum CheckpointPart: String, CaseIterable, Sendable {
  /// The optimizer's moments and its count of steps.
  case optimizer
  /// The statistics that observations are scaled by.
  case observations
  /// The statistics that rewards are scaled by.
  case returns
}
