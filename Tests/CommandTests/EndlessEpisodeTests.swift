import Foundation
import Testing

/// Episodes that nothing ends, and limits that are none.
@Suite struct EndlessEpisodeTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// A corridor that an untrained policy does not come to the end of.
  private let maze = [
    "train", "--env", "TMaze-v0", "--env-arg", "corridor_length=100000", "--num-envs", "2",
    "--num-steps", "16", "--num-mini-batch", "1", "--ppo-epoch", "1", "--num-env-steps", "64",
    "--name", "m",
    "--threads", "1",
  ]

  @Test func `a training in which no episode ended says so, and whether there is a limit`() throws {
    let endless = try place.agents(maze)
    #expect(endless.status == 0, "\(endless.error)")
    #expect(endless.output.contains("TMaze-v0 has no time limit. Episodes that do not end"))
    #expect(
      endless.output.contains("No episode ended, so nothing is known of returns: TMaze-v0 has no"))
    let long = try place.agents(maze + ["--env-arg", "max_episode_steps=500"])
    #expect(
      long.output.contains("TMaze-v0 cuts episodes after 500 steps, and each environment made 32."),
      "\(long.output)")
  }

  @Test func `an endless episode that is recorded ends before it fills the memory`() throws {
    #expect(try place.agents(maze).status == 0)
    let evaluate = [
      "evaluate", "runs/m/m_s1", "--episodes", "2", "--threads", "1", "--num-envs", "2",
    ]
    let outcome = try place.bash(
      "ulimit -v 3000000; agents \((evaluate + ["--dump", "d.h5", "--record", "activations,state"]).joined(separator: " "))"
    )
    #expect(outcome.status == 65 && !outcome.endedBySignal, "\(outcome.error)")
    #expect(outcome.error.contains("TMaze-v0 has no time limit"))
    #expect(outcome.error.contains("takes 32 MB of memory; the environment has no time limit."))
    #expect(outcome.error.contains("--max-steps"))
    let cut = try place.agents(evaluate + ["--dump", "e.h5", "--max-steps", "50"])
    #expect(cut.status == 0 && cut.error == "", "\(cut.error)")
  }

  @Test func `a limit above that of the environment is told to change nothing`() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    let evaluate = ["evaluate", TinyRun.folder, "--episodes", "2"]
    let above = try place.agents(evaluate + ["--max-steps", "501"])
    #expect(above.status == 0)
    #expect(
      above.error.contains(
        "CartPole-v1 cuts its episodes after 500 steps, so --max-steps 501 changes"))
    #expect(try place.agents(evaluate + ["--max-steps", "500"]).error == "")
  }

  @Test func `a video that a full disk cuts is an error, and the one before it stays`() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    for name in ["a.mp4", "a.gif"] {
      let film = "agents evaluate \(TinyRun.folder) --episodes 1 --force --video \(name)"
      let made = try place.bash(film)
      #expect(made.status == 0, "\(made.error)")
      let before = try place.contents(of: name)
      let names = try place.names(in: ".")
      // At the beginning, in the middle, and at the last moment.
      for kilobytes in [1, before.count / 2048, (before.count - 1) / 1024] {
        let outcome = try place.bash("ulimit -f \(kilobytes); \(film)")
        #expect(
          outcome.status == 74 && !outcome.endedBySignal, "\(name) \(kilobytes) \(outcome.error)")
        #expect(try place.contents(of: name) == before)
        #expect(try place.names(in: ".") == names)
      }
    }
  }
}
