extension TrainingConfiguration {
  /// Throws where the settings of K-FAC cannot be, or do not go with the others.
  func validateCurvature() throws(ConfigurationError) {
    let optimizer = learning.optimizer
    try require(
      optimizer.kfac == nil || optimizer.rule == .kfac,
      """
      There are settings of K-FAC, but the optimizer is \(optimizer.rule.rawValue); leave them out, or \
      take --optimizer kfac.
      """)
    guard let kfac = optimizer.curvature else { return }
    try require(
      learning.criticLearningRate == nil,
      """
      K-FAC has one learning rate for actor and critic, because its trust region holds both; leave out \
      --critic-lr.
      """)
    try requireNumber("--kfac-damping", kfac.damping, in: 0...Double.infinity)
    try require(
      kfac.damping > 0, "--kfac-damping is 0; some damping is needed, such as 0.01.")
    try requireNumber("--kl-clip", kfac.klClip, in: 0...Double.infinity)
    try requireNumber("--kfac-momentum", kfac.momentum, in: 0...Double(1).nextDown)
    try requireNumber("--kfac-decay", kfac.decay, in: 0...1)
    try require(
      kfac.recurrence == .independent || sequenceLength > 1,
      """
      --kfac-recurrence decaying is about the steps of a GRU's sequences, and there are none of more \
      than one step; leave it out, or see --recurrent and --bptt.
      """)
    try require(
      kfac.statisticsInterval >= 1,
      "--kfac-statistics-interval is \(kfac.statisticsInterval); it must be at least 1.")
    try require(
      kfac.eigenInterval >= 1,
      "--kfac-eigen-interval is \(kfac.eigenInterval); it must be at least 1.")
  }
}
