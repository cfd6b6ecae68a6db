import Settings

extension TrainingConfiguration {
  /// Throws where the settings of K-FAC cannot be, or do not go with the others.
  func validateCurvature() throws(ConfigurationError) {
    let optimizer = learning.optimizer
    try require(
      optimizer.kfac == nil || optimizer.rule == .kfac,
      """
      There are settings of K-FAC, but the optimizer is \(optimizer.rule.rawValue); leave them out, or \
      take \(setting: "learning.optimizer.rule", "kfac").
      """)
    guard let kfac = optimizer.curvature else { return }
    try require(
      learning.criticLearningRate == nil,
      """
      K-FAC has one learning rate for actor and critic, because its trust region holds both; leave out \
      \(setting: "learning.criticLearningRate").
      """)
    try require(
      kfac.damping > 0,
      "\(setting: "learning.optimizer.kfac.damping") is 0; some damping is needed, such as 0.01.")
    try require(
      kfac.recurrence == .independent || sequenceLength > 1,
      """
      \(setting: "learning.optimizer.kfac.recurrence", "decaying") is about the steps of a GRU's \
      sequences, and there are none of more than one step; leave it out, or see \
      \(setting: "policy.isRecurrent") and \(setting: "backpropagationSteps").
      """)
  }
}
