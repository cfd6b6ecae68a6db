import Agents
import ArgumentParser

/// How K-FAC makes a step of a gradient.
struct CurvatureOptions: ParsableArguments {
  @Option(number: "Added to the curvature that gradients are divided by. (0.01)")
  var kfacDamping: Double?

  @Option(number: "Twice the divergence that a step may lead to by the quadratic model. (0.001)")
  var klClip: Double?

  @Option(number: "How much of each step is repeated in the next. (0.9)")
  var kfacMomentum: Double?

  @Option(number: "How slowly the running means of the curvature forget. (0.99)")
  var kfacDecay: Double?

  @Option(integer: "Steps between new samples of the curvature. (1)")
  var kfacStatisticsInterval: Int?

  @Option(integer: "Steps between decompositions of the curvature. (10)")
  var kfacEigenInterval: Int?

  @Option("name", "Take a bias for a layer of its own, or fold it into its weight. (split)")
  var kfacBias: KFACConfiguration.Bias?

  @Option("name", "What the steps of a sequence are to each other in a GRU's layers. (independent)")
  var kfacRecurrence: KFACConfiguration.Recurrence?

  /// To be applied after the choice of the optimizer.
  func apply(to configuration: inout TrainingConfiguration) {
    let optimizer = configuration.learning.optimizer
    var kfac = optimizer.kfac ?? KFACConfiguration()
    if let kfacDamping { kfac.damping = kfacDamping }
    if let klClip { kfac.klClip = klClip }
    if let kfacMomentum { kfac.momentum = kfacMomentum }
    if let kfacDecay { kfac.decay = kfacDecay }
    if let kfacStatisticsInterval { kfac.statisticsInterval = kfacStatisticsInterval }
    if let kfacEigenInterval { kfac.eigenInterval = kfacEigenInterval }
    if let kfacBias { kfac.bias = kfacBias }
    if let kfacRecurrence { kfac.recurrence = kfacRecurrence }
    // What is given without K-FAC stays, so that somebody says so.
    let isUsed = optimizer.rule == .kfac || kfac != KFACConfiguration()
    configuration.learning.optimizer.kfac = isUsed ? kfac : nil
  }
}

extension KFACConfiguration.Bias: ExpressibleByArgument {}
extension KFACConfiguration.Recurrence: ExpressibleByArgument {}
