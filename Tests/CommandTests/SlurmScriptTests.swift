import Foundation
import Testing

/// The batch script of a grid, run by hand as Slurm would; script/slurm-try has a real one.
@Suite struct SlurmScriptTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private let grid = [
    "grid", "--name", "g", "--env", "CartPole-v1", "--num-envs", "4", "--num-steps", "32", "--seed",
    "5..6", "--num-env-steps",
  ]

  @Test func `the script has an array of the runs and the options given`() throws {
    let outcome = try place.agents(
      grid + ["256", "--launcher", "slurm", "--jobs", "4", "--threads", "3", "--sbatch=--time=9"])
    #expect(outcome.status == 0, "\(outcome.error)")
    let script = try place.text(of: "runs/g.grid/sbatch.sh")
    for line in ["--array=0-1%4", "--cpus-per-task=3", "--requeue", "--time=9"] {
      #expect(script.contains("#SBATCH \(line)\n"), "\(line)")
    }
    let task = "SLURM_ARRAY_TASK_ID=1 SLURM_CPUS_PER_TASK=1 bash runs/g.grid/sbatch.sh"
    #expect(try place.bash(task).status == 0)
    #expect(try place.names(in: "runs/g") == ["g_s6"])
    // There is nothing left to do for it.
    #expect(try place.bash(task).output.contains("1 done before"))
  }

  @Test func `a task whose time is up saves and queues itself again`() throws {
    #expect(try place.agents(grid + ["1e9", "--launcher", "slurm"]).status == 0)
    let outcome = try place.bash(
      """
      mkdir bin; printf '#!/bin/sh\\necho "$@"\\n' >bin/scontrol; chmod +x bin/scontrol
      export SLURM_ARRAY_TASK_ID=0 SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_JOB_ID=77 PATH=$PWD/bin:$PATH
      bash runs/g.grid/sbatch.sh & task=$!
      until grep -q . runs/g/g_s5/timing.csv 2>/dev/null; do sleep 0.1; done
      kill -USR1 $task; wait $task
      """)
    #expect(outcome.lines.last == "requeue 77_0", "\(outcome.output)\(outcome.error)")
    #expect(try place.names(in: "runs/g/g_s5/checkpoints").count == 1)
    #expect(!place.exists("runs/g.grid/g_s5.done"))
  }

  @Test func `without Slurm a submission is refused with the script's place`() throws {
    let outcome = try place.bash(
      "PATH=/nowhere; agents \(grid.joined(separator: " ")) 256 --launcher slurm --submit")
    #expect(outcome.status == 74 && outcome.error.contains("sbatch"), "\(outcome.error)")
  }
}
