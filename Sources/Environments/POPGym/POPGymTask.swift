/// A task of the POPGym suite, whose episodes have a length of their own.
protocol POPGymTask: Environment {
  /// The step with which an episode ends at the latest.
  var stepLimit: Int { get }
}
