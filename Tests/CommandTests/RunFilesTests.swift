import Foundation
import Testing

@Suite("What a run leaves behind and prints")
struct RunFilesTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test("a command of the original work does what it says")
  func originalCommand() throws {
    let line = """
      agents train --env-name "HalfCheetah-v2" --algo ppo --use-gae --log-interval 1 --num-steps 2048 \
      --num-processes 1 --lr 3e-4 --entropy-coef 0 --value-loss-coef 0.5 --ppo-epoch 10 \
      --num-mini-batch 32 --gamma 0.99 --gae-lambda 0.95 --num-env-steps 4096 --use-linear-lr-decay \
      --use-proper-time-limits --no-cuda --cuda-deterministic --seed=3 --save-interval 1 \
      --eps 1e-5 --alpha 0.99 --clip-param 0.2 --max-grad-norm 0.5 --log-dir logs --save-dir saved
      """
    let outcome = try place.bash(line)
    #expect(outcome.status == 0)
    #expect(
      outcome.error == "HalfCheetah-v2 is an older version; running HalfCheetah-v4 instead.\n")
    #expect(outcome.lines.count { $0.hasPrefix("steps ") } == 2)
    let run = "logs/ppo-HalfCheetah-v4/ppo-HalfCheetah-v4_s3"
    let record = try #require(
      JSONSerialization.jsonObject(with: place.contents(of: "\(run)/config.json"))
        as? [String: Any])
    let settings = try #require(record["configuration"] as? [String: Any])
    #expect(settings["environmentCount"] as? Int == 1)
    #expect(settings["stepCount"] as? Int == 2048)
    #expect(settings["seed"] as? Int == 3)
    #expect((settings["ppo"] as? [String: Any])?["minibatchCount"] as? Int == 32)
    #expect((settings["learning"] as? [String: Any])?["learningRate"] as? Double == 3e-4)
    #expect((settings["returns"] as? [String: Any])?["estimator"] as? String == "gae")
    #expect((record["libraries"] as? [String])?.contains { $0.hasPrefix("MuJoCo ") } == true)
    #expect(record["version"] is String)
    // --save-dir: the same files, seen from the run and from there.
    let checkpoints = ["update_000001.h5", "update_000002.h5"]
    #expect(try place.names(in: "saved/ppo-HalfCheetah-v4_s3") == checkpoints)
    #expect(try place.names(in: "\(run)/checkpoints") == checkpoints)
    #expect(try place.agents("train", "--resume", run, "--num-env-steps", "6144").status == 0)
    #expect(place.exists("saved/ppo-HalfCheetah-v4_s3/update_000003.h5"))
  }

  @Test("runs of the same name get folders of their own, also when started at once")
  func ownFolders() throws {
    let arguments = TinyRun.arguments(updates: 2, "--save-dir", "saved")
    let commands = try (0..<3).map { _ in try place.start(arguments) }
    for command in commands { #expect(try command.wait().status == 0) }
    let names = ["tiny_s1", "tiny_s1_2", "tiny_s1_3"]
    #expect(try place.names(in: "runs/tiny") == names)
    for name in names {
      #expect(place.rowCount(of: "runs/tiny/\(name)") == 2)
      #expect(place.exists("runs/tiny/\(name)/checkpoints/update_000002.h5"))
      #expect(try place.names(in: "saved/\(name)") == ["update_000002.h5"])
    }
  }

  @Test("the log has one line an update")
  func progress() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 7)).status == 0)
    let lines = try place.text(of: "\(TinyRun.folder)/progress.csv").split(separator: "\n")
    #expect(lines[0].hasPrefix("update,steps,episodes,return_mean,"))
    #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == (1...7).map { "\($0)" })
  }

  @Test("piped output is plain lines: what begins, how far it is, what to type next")
  func plain() throws {
    let outcome = try place.agents(TinyRun.arguments(updates: 3))
    #expect(outcome.error == "")
    #expect(!outcome.output.contains { $0 == "\u{1B}" || $0 == "\r" })
    #expect(outcome.lines[0].hasPrefix("Training a policy of 9155 parameters with PPO on CartPole"))
    #expect(outcome.lines[1] == "Writing to \(TinyRun.folder)")
    #expect(outcome.lines.contains { $0.hasPrefix("100%, 384/384 steps") })
    let program = Workplace.program.path(percentEncoded: false)
    #expect(
      outcome.lines.suffix(2) == [
        "Saved \(TinyRun.checkpoint(afterUpdate: 3))",
        "To train it longer:  \(program) train --resume \(TinyRun.folder) --num-env-steps 768",
      ])
  }

  @Test("--quiet prints nothing, not even notes")
  func quiet() throws {
    let outcome = try place.agents(
      "train", "--env", "HalfCheetah-v3", "--num-env-steps", "2048", "--quiet")
    #expect(outcome.status == 0 && outcome.output == "" && outcome.error == "")
  }

  @Test("--log-interval and --verbose print the updates they are to print")
  func lines() throws {
    let some = try place.agents(TinyRun.arguments(updates: 9, "--log-interval", "3"))
    #expect(some.lines.filter { $0.hasPrefix("steps ") }.count == 3)
    let all = try place.agents(TinyRun.arguments(updates: 20, "--verbose"))
    #expect(all.output.contains(#""learningRate" : 0.0003"#))
    let tables = all.lines.indices.filter { all.lines[$0].hasPrefix("update ") }
    #expect(
      tables.map { all.lines[$0].split(separator: " ").joined(separator: " ") } == [
        "update 10 mean std min max", "update 20 mean std min max",
      ])
    let rows = all.lines[tables[1]...].map { $0.split(separator: " ") }
    #expect(rows.contains { $0.first == "steps" && $0.last == "2560" })
    #expect(rows.contains { $0.first == "gradient_norm" && $0.count == 5 })
    #expect(rows.contains { $0.first == "return" && $0.count == 5 })
    #expect(rows.contains { $0.first == "steps_per_second" && $0.count == 2 })
  }

  @Test(
    "run.log tells what happened, also over a stop; events are left out where they are not wanted")
  func log() throws {
    let arguments = TinyRun.arguments(updates: 4, "--no-tensorboard")
    #expect(try place.agents(arguments).status == 0)
    let more = ["train", "--resume", TinyRun.folder, "--num-env-steps", "768", "--lr", "3e-4"]
    #expect(try place.agents(more + ["--no-tensorboard"]).status == 0)
    let lines = try place.text(of: "\(TinyRun.folder)/run.log").split(separator: "\n")
    let messages = [
      "info began command=", "info saved a checkpoint steps=0 update=0",
      "info saved a checkpoint steps=512 update=4", "info Done besides_training=",
      // The end was moved, which the checkpoint is to know.
      "info resumed command=", "info saved a checkpoint steps=512 update=4",
      "info saved a checkpoint steps=768 update=6",
      "info Done besides_training=",
    ]
    #expect(lines.count == messages.count)
    for (line, message) in zip(lines, messages) {
      let (time, rest) = (line.prefix { $0 != " " }, line.drop { $0 != " " }.dropFirst())
      #expect(rest.hasPrefix(message), "\(line)")
      #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
    #expect(
      try place.names(in: TinyRun.folder) == [
        "best.h5", "checkpoints", "config.json", "progress.csv", "run.log", "timing.csv",
      ])
  }

  @Test("an error that ends a run is in its log")
  func failure() throws {
    let arguments = TinyRun.arguments(updates: 3, "--lr", "1e39")
    #expect(try place.agents(arguments).status == 65)
    let lines = try place.text(of: "\(TinyRun.folder)/run.log").split(separator: "\n")
    #expect(lines.last?.contains(" error The gradient of ") == true)
    #expect(try place.names(in: TinyRun.folder).contains { $0.contains(".tfevents.") })
  }
}
