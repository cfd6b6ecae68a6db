import Agents
import Files
import Foundation

/// A grid as an array of batch jobs for Slurm, one run each.
///
/// A task that is preempted is put back into the queue by Slurm, and one whose time is up by itself;
/// either resumes from its newest checkpoint.
package struct SlurmScript {
  package let plan: GridPlan
  /// How many may run at once; nil for as many as there is room for.
  let jobs: Int?
  let threads: Int
  /// Further options of sbatch.
  let options: [String]

  package init(plan: GridPlan, jobs: Int?, threads: Int, options: [String]) {
    self.plan = plan
    self.jobs = jobs
    self.threads = threads
    self.options = options
  }

  /// Where it is written to.
  package var url: URL { plan.folder.appending(path: "sbatch.sh") }

  /// - Throws: as ``text``; `FileError` where it cannot be written.
  package func write() throws {
    let text = try text
    try Folder.makeIfMissing(plan.folder)
    try AtomicFile.write(Data(text.utf8), to: url)
  }

  /// - Throws: ``SlurmError`` where the array cannot be submitted.
  package func submit() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sbatch", url.filePath]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw SlurmError(script: url) }
  }

  /// - Throws: `ConfigurationError` where something would begin a line of its own in it.
  package var text: String {
    get throws(ConfigurationError) { try header + body.joined(separator: "\n") + "\n" }
  }

  /// What sbatch reads.
  private var header: String {
    get throws(ConfigurationError) {
      let limit = jobs.map { "%\($0)" } ?? ""
      let output = OutgoingText.sbatchPath(plan.folder.filePath) + "slurm-%a.out"
      let all =
        [
          "--job-name=\(OutgoingText.shellWord(plan.name))",
          "--array=0-\(plan.runs.count - 1)\(limit)",
          "--cpus-per-task=\(threads)", "--output=\(OutgoingText.shellWord(output))",
          "--open-mode=append",
          "--requeue", "--signal=B:USR1@60",
        ] + options
      var text = "#!/bin/bash\n"
      for option in all {
        guard let line = OutgoingText.sbatchLine(option) else {
          throw ConfigurationError(
            """
            A batch script cannot hold \(OutgoingText.shellWord(option)), because of the line break or \
            control character in it; change --sbatch, or the folder.
            """)
        }
        text += line + "\n"
      }
      return text
    }
  }

  /// What the job does.
  private var body: [String] {
    [
      "",
      "cd \(OutgoingText.shellWord(FileManager.default.currentDirectoryPath)) || exit",
      "\(command) \\",
      #"  --only "$SLURM_ARRAY_TASK_ID" --threads "$SLURM_CPUS_PER_TASK" &"#,
      "run=$!",
      "# Preemption saves the run. So does the end of the job's time, after which it is queued again.",
      #"trap 'kill -TERM "$run"' TERM"#,
      #"trap 'again=1; kill -TERM "$run"' USR1"#,
      #"wait "$run"; status=$?"#,
      "# A signal ends the waiting, not the run.",
      #"while kill -0 "$run" 2>/dev/null; do wait "$run"; status=$?; done"#,
      #"if [[ -n ${again-} ]]; then"#,
      #"  exec scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID""#,
      "fi",
      #"exit "$status""#,
    ]
  }

  /// The grid's command line, all values written out.
  private var command: String {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().filePath
    let words =
      [program, "grid", "--name", plan.name, "--log-dir", plan.root.filePath]
      + plan.grid.axes.flatMap(\.commandLine)
    return words.map(OutgoingText.shellWord).joined(separator: " ")
  }
}

/// That sbatch did not take a script.
package struct SlurmError: Error, CustomStringConvertible {
  let script: URL

  package var description: String {
    """
    sbatch did not take \(script.shortPath); what it said is above. Submit it where Slurm is \
    installed, or change it with --sbatch.
    """
  }
}
