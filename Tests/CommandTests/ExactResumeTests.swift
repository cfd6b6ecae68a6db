import Foundation
import Testing

@Suite("Resuming in another process", .serialized)
struct ExactResumeTests {
  /// Twenty updates that each take long enough to be interrupted in.
  enum Kind: String, CaseIterable {
    case feedForward = "--env CartPole-v1 --num-envs 8 --num-steps 128 --num-mini-batch 8"
    case recurrent = """
      --env InvertedPendulumNoVel-v4 --recurrent --num-envs 8 --num-steps 64 --num-mini-batch 4 \
      --normalize-observations --normalize-rewards --hidden-size 32
      """
    case acktr = """
      --env PendulumNoVel-v1 --algo acktr --recurrent --num-envs 8 --num-steps 64 --hidden-size 32
      """
    case ownTask = """
      --env cart_push.xml --task cart_push.yaml --observe no-velocities --recurrent --num-envs 8 \
      --num-steps 64 --num-mini-batch 4 --hidden-size 32
      """

    func arguments(name: String, threads: Int) -> [String] {
      let steps = 20 * (self == .feedForward ? 8 * 128 : 8 * 64)
      let more = "--ppo-epoch 12 --save-interval 10 --quiet --num-env-steps \(steps)"
      return ["train", "--name", name, "--threads", "\(threads)"]
        + "\(rawValue) \(more)".split(separator: " ").map(String.init)
    }
  }

  @Test(
    "stopped and resumed, or killed and resumed, a run ends with the bytes of an uninterrupted one",
    arguments: Kind.allCases)
  func exactness(kind: Kind) throws {
    let place = try Workplace()
    if kind == .ownTask { try place.copyExample("cart_push") }
    #expect(try place.agents(kind.arguments(name: "whole", threads: 2)).status == 0)

    // Stopped after update 10 or soon after.
    let stopped = try place.start(kind.arguments(name: "stopped", threads: 1))
    stopped.wait { place.rowCount(of: "runs/stopped/stopped_s1") >= 10 }
    stopped.send(SIGTERM)
    #expect(try stopped.wait().status == SIGTERM)

    // Killed in the middle of update 12 or soon after; the last checkpoint is that of update 10.
    let killed = try place.start(kind.arguments(name: "killed", threads: 2))
    killed.wait { place.rowCount(of: "runs/killed/killed_s1") >= 11 }
    killed.send(SIGKILL)
    #expect(try killed.wait().status == SIGKILL)
    // A file that it was writing at that moment has a hidden name.
    let checkpoints = try place.names(in: "runs/killed/killed_s1/checkpoints")
    #expect(checkpoints.filter { !$0.hasPrefix(".") } == ["update_000010.h5"])

    for (name, threads) in [("stopped", 3), ("killed", 1)] {
      let run = "runs/\(name)/\(name)_s1"
      #expect((10..<20).contains(place.rowCount(of: run)), "it was interrupted in the middle")
      let outcome = try place.agents(
        "train", "--resume", run, "--threads", "\(threads)", "--quiet")
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty)
      for file in ["checkpoints/update_000020.h5", "progress.csv", "config.json", "best.h5"] {
        let same =
          try place.contents(of: "\(run)/\(file)")
          == place.contents(of: "runs/whole/whole_s1/\(file)")
        #expect(same, "\(name): \(file)")
      }
    }
    #expect(place.rowCount(of: "runs/whole/whole_s1") == 20)
  }

  @Test("killed at random moments, also as by a power cut, runs end with the same bytes")
  func torture() throws {
    let script = Workplace.package.appending(path: "script/torture").path(percentEncoded: false)
    let outcome = try Workplace().bash("'\(script)' --kills 10 --program \"$PROGRAM\"")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.lines.last?.hasSuffix("all ended with the same bytes.") == true)
  }
}
