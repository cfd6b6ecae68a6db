import Experiments
import Foundation

extension BenchmarkReport {
  /// Everything as tables for people.
  var text: String {
    var parts = [heading]
    if !tasks.isEmpty { parts += [taskTable, Self.taskNotes] }
    if !environments.isEmpty { parts.append(environmentTable) }
    if !soaks.isEmpty { parts.append(soakTable) }
    if !evaluations.isEmpty { parts.append(evaluationTable) }
    if !curvatures.isEmpty { parts.append(curvatureTable) }
    if !cells.isEmpty { parts.append(cellTable) }
    if !scaling.isEmpty { parts.append(scalingTable) }
    return parts.joined(separator: "\n\n")
  }

  private var heading: String {
    let products = matrices.map { product in
      "\(product.rows)x\(product.inner)x\(product.columns) "
        + String(format: "%.0f GFLOP/s", product.gigaflops)
    }
    return """
      \(machine.processor), \(machine.cores) cores, load \(machine.load) at the beginning
      \(machine.libraries.joined(separator: "; "))
      Matrix products on one thread, best: \(products.joined(separator: ", "))
      \(effort.repeats) measurements of \(effort.seconds) s or more
      """
  }

  private var cellTable: String {
    let heading = ["cell", "hidden", "ns/step", "min", "max", "GRU's rate", "min", "max"]
    let rows = cells.map { result in
      let (time, ratio) = (result.nanosecondsPerStep, result.timesAsFastAsGRU)
      return [result.cell, "\(result.hiddenSize)"]
        + [time.median, time.minimum, time.maximum].map { String(format: "%.0f", $0) }
        + [ratio.median, ratio.minimum, ratio.maximum].map { String(format: "%.2f", $0) }
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
      + """


      Cells alone, 16 sequences of 128 steps of 64 numbers forwards and backwards on one thread, and how many
      times as fast as the GRU of the same size, measured in turn.
      """
  }

  private var taskTable: String {
    let heading = [
      "task", "threads", "steps/s", "min", "max", "speed-up", "env. alone", "ratio", "env",
      "infer", "returns", "grad", "optim", "rest", "wait", "GFLOP/s", "memory", "allocs",
    ]
    let rows = tasks.map { result in
      let (rate, shares) = (result.stepsPerSecond, result.shares)
      let parts = [
        shares.environment, shares.inference, shares.returns, shares.gradient, shares.optimizer,
        shares.rest, shares.waiting,
      ]
      return [
        result.task, "\(result.threads)", Self.short(rate.median), Self.short(rate.minimum),
        Self.short(rate.maximum), String(format: "%.2f", result.speedup.median),
        Self.short(result.environmentStepsPerSecond.median),
        String(format: "%.3f", result.environmentRatio.median),
      ] + parts.map { String(format: "%.0f%%", 100 * abs($0)) } + [
        String(format: "%.0f", result.gigaflops),
        String(format: "%.0f MB", Double(result.footprint.peakBytes) * 1e-6),
        String(format: "%.0f", result.footprint.allocationsPerUpdate),
      ]
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
  }

  private static let taskNotes = """
    steps/s     steps of all environments a second, rollouts and updates together: the median of
                the repeats, the least and the greatest
    speed-up    steps/s over those of the first row of the task, median of the repeats
    env. alone  steps/s of the environments without a policy, on the same actions from the same
                states, in the same shards and on as many threads
    ratio       steps/s over env. alone, median of the repeats
    env         share of the threads' time inside environments
    infer       the rest of rollouts: the policy, normalisation, bookkeeping
    returns     returns and advantages
    grad        minibatches, from samples to gradients
    optim       adding gradients, clipping, the optimizer's step
    rest        the order of samples, what else one thread does alone
    wait        threads that had no shard left while others worked on theirs
    GFLOP/s     operations of matrix products over the time of everything
    memory      the most that a process that only trains ever held
    allocs      allocations of memory a rollout and update, once everything is warm
    """

  private var environmentTable: String {
    let heading = ["environment", "ns/step", "min", "max", "steps/s", "over physics"]
    let rows = environments.map { result in
      let time = result.nanosecondsPerStep
      return [result.environment]
        + [time.median, time.minimum, time.maximum].map { String(format: "%.0f", $0) }
        + [
          Self.short(1e9 / time.median),
          result.overhead.map { String(format: "%+.1f%%", 100 * $0.median) } ?? "",
        ]
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
      + """


      Each environment alone on one thread, with random actions, resets included. Over physics: what
      observations, rewards, checks and resets add to the steps of MuJoCo that are in it, measured in
      turn with these.
      """
  }

  private var soakTable: String {
    let rows = soaks.map { result in
      [
        result.environment, "\(result.steps)",
        String(format: "%.1f MB", Double(result.memoryGrowthBytes) * 1e-6),
      ]
    }
    return Table.text([["environment", "steps", "memory grew"]] + rows, rightAligned: [1, 2])
      + "\n\nRandom actions; every observation and reward was finite."
  }

  private var evaluationTable: String {
    let heading = [
      "evaluation", "steps/s", "min", "max", "dump", "min", "max", "bytes/step", "everything",
      "min", "max", "bytes/step",
    ]
    let rows = evaluations.map { result in
      let rate = result.stepsPerSecond
      func ratio(_ spread: Spread) -> [String] {
        [spread.median, spread.minimum, spread.maximum].map { String(format: "%.2f", $0) }
      }
      return [result.task]
        + [rate.median, rate.minimum, rate.maximum].map(Self.short)
        + ratio(result.dumpRatio) + [Self.short(result.dumpBytesPerStep)]
        + ratio(result.everythingRatio) + [Self.short(result.everythingBytesPerStep)]
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
      + """


      Recurrent policies of 64 units on all cores. Dump: steps/s with a trajectory file over those
      without; everything: likewise with activations and the environment's state in it.
      """
  }

  private var curvatureTable: String {
    let heading = [
      "K-FAC", "threads", "us/update", "A2C's", "ratio", "min", "max", "with rollout", "min", "max",
    ]
    let rows = curvatures.map { result in
      let ratios = [result.updateRatio, result.stepRatio].flatMap { ratio in
        [ratio.median, ratio.minimum, ratio.maximum].map { String(format: "%.2f", $0) }
      }
      return [
        result.variant, "\(result.threads)",
        String(format: "%.0f", result.updateMicroseconds.median),
        String(format: "%.0f", result.plainUpdateMicroseconds.median),
      ] + ratios
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
      + """


      Updates of ACKTR over those of A2C, of the same 64-64 policy from 32 x 20 steps of CartPole-v1, as
      means over ten and more; and both with the rollouts before them.
      """
  }

  private var scalingTable: String {
    let heading = [
      "task", "environments", "hidden size", "us/step", "min", "max", "products alone",
    ]
    let rows = scaling.map { result in
      let time = result.microsecondsPerStep
      return [result.task, "\(result.environments)", "\(result.hiddenSize)"]
        + [time.median, time.minimum, time.maximum, result.productMicrosecondsPerStep]
        .map { String(format: "%.3g", $0) }
    }
    return Table.text([heading] + rows, rightAligned: Set(1..<heading.count))
      + """


      Training on all cores. Products alone: what the matrix products of a step would take on one
      thread, were they all as fast as [256, H] = [256, H] · [H, H].
      """
  }

  /// Three digits and a unit: `950`, `4.32k`, `31.2k`, `512k`, `20.1M`.
  private static func short(_ value: Double) -> String {
    var (scaled, units) = (value, ["", "k", "M", "G"][...])
    while scaled >= 999.5, units.count > 1 {
      scaled /= 1000
      units.removeFirst()
    }
    let decimals = units.first == "" || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2
    return String(format: "%.\(decimals)f", scaled) + units[units.startIndex]
  }
}
