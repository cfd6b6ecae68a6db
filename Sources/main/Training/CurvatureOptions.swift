import Agents
import ArgumentParser

/// How K-FAC makes a step of a gradient.
struct CurvatureOptions: ParsableArguments {
  @Option(setting: "learning.optimizer.kfac.damping") var kfacDamping: Double?

  @Option(setting: "learning.optimizer.kfac.klClip") var klClip: Double?

  @Option(setting: "learning.optimizer.kfac.momentum") var kfacMomentum: Double?

  @Option(setting: "learning.optimizer.kfac.decay") var kfacDecay: Double?

  @Option(setting: "learning.optimizer.kfac.statisticsInterval") var kfacStatisticsInterval: Int?

  @Option(setting: "learning.optimizer.kfac.eigenInterval") var kfacEigenInterval: Int?

  @Option(setting: "learning.optimizer.kfac.bias") var kfacBias: KFACConfiguration.Bias?

  @Option(setting: "learning.optimizer.kfac.recurrence") var kfacRecurrence:
    KFACConfiguration.Recurrence?

  /// To be applied after the choice of the optimizer.
  func apply(to configuration: inout TrainingConfiguration) {
    configuration.apply(self)
    let optimizer = configuration.learning.optimizer
    let kfac = optimizer.kfac ?? KFACConfiguration()
    // What is given without K-FAC stays, so that somebody says so.
    let isUsed = optimizer.rule == .kfac || kfac != KFACConfiguration()
    configuration.learning.optimizer.kfac = isUsed ? kfac : nil
  }
}

extension KFACConfiguration.Bias: ExpressibleByArgument {}
extension KFACConfiguration.Recurrence: ExpressibleByArgument {}
