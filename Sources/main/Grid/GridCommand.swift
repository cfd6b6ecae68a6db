import ArgumentParser
import Experiments
import Files
import Foundation

/// `agents grid`
struct GridCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grid",
    abstract: "Train every combination of settings, several runs at a time.",
    usage: "agents grid [--<flag of train> <list>] ... [<options>]",
    discussion: """
      Any flag of 'agents train' takes a list of values or a range of whole numbers, such as
        --env CartPole-v1,Acrobot-v1 --algo ppo,a2c --lr 3e-4,1e-3 --seed 0..9
      Each combination is a run in a process and a folder of its own, called after what varies: \
      runs/<name>-CartPole-v1-ppo-lr0.001/<name>-CartPole-v1-ppo-lr0.001_s3. A switch such as \
      --recurrent varies by yes,no. A comma inside a value has a backslash before it.

      A run that fails does not stop the others. The same command, called again, resumes what is \
      unfinished and skips what is done. Ctrl-C stops all runs, each saved. docs/grid.md tells more.
      """)

  @Option("name", "What the runs' names begin with. (grid)")
  var name: String?

  @Option("folder", "The folder that runs are kept in. (runs)")
  var logDir: String?

  @Option("file", "A YAML file with flags and their values; flags of the command line win.")
  var file: String?

  @Option(integer: "Runs at the same time. (one for each core)")
  var jobs: Int?

  @Option(integer: "Threads of each run. (the cores divided by the jobs)")
  var threads: Int?

  @Flag(help: "Print the commands and start none.")
  var dryRun = false

  @Option(
    "name",
    "What starts the runs: local, or slurm, which writes an array of batch jobs. (local)")
  var launcher: GridLauncher?

  @Flag(help: "With --launcher slurm: submit the array, too.")
  var submit = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "With --launcher slurm: an option for sbatch, such as --time=2:00:00; may be repeated.",
      valueName: "option"))
  var sbatch: [String] = []

  /// What a batch job calls.
  @Option(help: ArgumentHelp("Only the run of this number, from 0.", visibility: .hidden))
  var only: Int?

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("Flags of 'agents train' with lists of values.", valueName: "flags"))
  var flags: [String] = []

  func run() throws {
    try check()
    try RunOptions.checkFolders([("--log-dir", logDir)])
    let plan = try GridPlan(
      axes: axes(), name: name ?? "grid",
      root: URL(filePath: logDir ?? "runs", directoryHint: .isDirectory).absoluteURL,
      configuration: TrainCommand.configuration(for:))
    if let only, !plan.runs.indices.contains(only) {
      throw ValidationError("--only is \(only); the grid has \(plan.runs.count) runs.")
    }
    try plan.checkEnds()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let jobs = only == nil ? min(jobs ?? cores, plan.runs.count) : 1
    let threads = threads ?? max(1, cores / jobs)
    if launcher == .slurm {
      let script = SlurmScript(
        plan: plan, jobs: self.jobs, threads: self.threads ?? 1, options: sbatch)
      return try dryRun ? Console.print(script.text) : write(script)
    }
    if dryRun {
      for run in plan.runs { Console.print(run.command(Shell.program, threads: threads)) }
      return
    }
    try train(plan, jobs: jobs, threads: threads)
  }

  private func train(_ plan: GridPlan, jobs: Int, threads: Int) throws {
    Interruption.listen()
    try Folder.makeIfMissing(plan.folder)
    // Two grids of the same name would start each run twice; batch jobs have one run each.
    let lock = try only == nil ? FolderLock(plan.folder) : nil
    defer { withExtendedLifetime(lock) {} }
    let runs = only.map { [plan.runs[$0]] } ?? plan.runs
    let runner = GridRunner(
      runs: runs, jobs: jobs, threads: threads, observer: GridDisplay(runs: runs),
      wantedSignal: { Interruption.signal })
    runner.run()
    if !runner.isComplete { Interruption.endBySignal() }
    try runner.check()
  }

  private func write(_ script: SlurmScript) throws {
    try script.write()
    Console.print("Wrote \(script.url.shortPath), an array of \(script.plan.runs.count) jobs")
    if submit {
      try script.submit()
    } else {
      Console.print("To submit it:  sbatch \(script.url.shellPath)")
    }
  }

  private func check() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs); it must be at least 1.") }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("--threads is \(threads); it must be from 1 to 1024.")
    }
    if launcher != .slurm && (submit || !sbatch.isEmpty) {
      throw ValidationError("--submit and --sbatch are for --launcher slurm; add it.")
    }
  }

  /// Those of the file, and over them those of the command line.
  private func axes() throws -> [GridAxis] {
    let known = try TrainFlags()
    var axes = [GridAxis]()
    if let file {
      axes = try GridFile.axes(reading: file, switches: known.switches)
    }
    let own = try Grid.axes(of: flags, switches: known.switches, named: known.named)
    for axis in own { try known.require(axis.flag) }
    return axes.filter { axis in !own.contains(where: axis.isSame) } + own
  }
}

/// What starts the runs of a grid.
enum GridLauncher: String, ExpressibleByArgument, CaseIterable {
  case local, slurm
}
