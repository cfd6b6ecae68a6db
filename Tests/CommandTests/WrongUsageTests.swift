import Foundation
import Testing

@Suite("Wrong usage")
struct WrongUsageTests {
  /// The arguments behind `agents train`, and what the error has to say.
  static let cases: [(arguments: String, message: String)] = [
    ("--env CartPol-v1", "There is no environment 'CartPol-v1'. Did you mean CartPole-v1"),
    ("--preset cartpol", "Did you mean 'cartpole'?"),
    ("--env CartPole-v7", "Did you mean CartPole-v1?"),
    ("--env Cheetah", "Did you mean HalfCheetah-v4, HalfCheetahNoPos-v4 or HalfCheetahNoVel-v4?"),
    ("--algo reinforce", "Please provide one of 'a2c', 'ppo' or 'acktr'"),
    ("--activation gelu", "Please provide one of 'identity', 'tanh' or 'relu'"),
    ("--optimizer sgd", "Please provide one of 'adam', 'rmsprop' or 'kfac'"),
    (
      "--env CartPole-v1 --num-mini-batch 7", "possible are 1, 2, 4, 8, 16, 32, 64, 128, ..., 2048."
    ),
    ("--recurrent --num-mini-batch 3", "divide the 8 sequences of 256 steps"),
    ("--num-mini-batch 0", "--num-mini-batch 0 does not divide"),
    ("--num-shared-layers 3", "there are 2 layers; give a number from 0 to 2, or -1 for all."),
    ("--num-shared-layers -2", "--num-shared-layers is -2"),
    ("--num-layers -1", "--num-layers is -1; it cannot be negative."),
    ("--num-env-steps 0", "--num-env-steps is 0; it must be from 1 to 9007199254740992."),
    ("--num-env-steps many", "The value 'many' is invalid for '--num-env-steps <n>'"),
    ("--num-steps 0", "--num-steps is 0; it must be from 1 to a million."),
    ("--num-envs -3", "--num-envs is -3; it must be from 1 to a million."),
    ("--num-envs 99999999999 --num-steps 99999999999", "--num-envs is 99999999999"),
    ("--hidden-size 0", "--hidden-size is 0; it must be from 1 to a million."),
    ("--hidden-size 1000000", "memory, and this computer has"),
    ("--bptt 4", "--bptt is for recurrent policies; add --recurrent."),
    ("--recurrent --bptt 0", "--bptt is 0; it must be at least 1."),
    (
      "--recurrent --critic-lr 1e-3",
      "leave out --critic-lr, or --recurrent and --num-shared-layers."
    ),
    ("--lr fast", "The value 'fast' is invalid for '--lr <x>'."),
    ("--lr nan", "--lr is nan; it must be from 0.0 upwards."),
    ("--algo acktr --optimizer adam", "ACKTR is A2C with K-FAC, and --optimizer adam is another"),
    ("--algo acktr --critic-lr 0.1", "its trust region holds both; leave out --critic-lr."),
    ("--algo acktr --max-grad-norm 1", "leave out --max-grad-norm."),
    ("--optimizer kfac --alpha 0.9", "K-FAC has --kfac-damping and --kfac-decay."),
    ("--algo a2c --kl-clip 0.01", "but the optimizer is rmsprop; leave them out"),
    ("--algo acktr --kfac-damping 0", "some damping is needed, such as 0.01."),
    ("--algo acktr --kfac-momentum 1", "--kfac-momentum is 1.0; it must be from 0.0 to"),
    ("--algo acktr --kfac-eigen-interval 0", "--kfac-eigen-interval is 0; it must be at least 1."),
    ("--algo acktr --kfac-bias none", "Please provide one of 'split' and 'folded'"),
    ("--algo acktr --kfac-recurrence decaying", "leave it out, or see --recurrent and --bptt."),
    (
      "--no-normalize-advantages --advantage-normalization minibatch",
      "--no-normalize-advantages and --advantage-normalization minibatch contradict each other"
    ),
    ("--num-mini-batch 2048 --advantage-normalization minibatch", "a smaller --num-mini-batch."),
    (
      "--use-gae --returns td-lambda",
      "--use-gae and --returns td-lambda contradict each other; leave one out."
    ),
    ("--algo a2c --returns vtrace", "take --returns td-lambda, which is then the same"),
    ("--returns vtrace --vtrace-c 2", "--vtrace-c is 2.0, above --vtrace-rho, which is 1.0"),
    ("--refresh-states", "take --recurrent with --bptt below --num-steps."),
    ("--recurrent --refresh-states", "take --recurrent with --bptt below --num-steps."),
    ("--dual-clip 0.5", "--dual-clip is 0.5; it must be from 1.0 upwards."),
    ("--huber-delta 0", "--huber-delta is 0.0; it must be from"),
    ("--kl-target 0.01", "there is none; add --kl-penalty 1, or see --target-kl"),
    ("--kl-target 0.01 --kl-penalty 0", "does not grow by being doubled"),
    ("--gamma 1.5", "--gamma is 1.5; it must be from 0.0 to 1.0."),
    ("--seed -1", "The value '-1' is invalid for '--seed <n>'."),
    (
      "--observe 0,x",
      "'x' is none. InvertedPendulum-v4 has slider, hinge, slider_velocity, hinge_velocity."
    ),
    ("--observe no-velocities --env CartPoleNoVel-v1", "has no variant without velocities"),
    ("--env CartPole-v1 --env-arg gravity=9", "CartPole-v1 has no argument 'gravity'; it has"),
    ("--env CartPole-v1 --env-arg gravity", "--env-arg takes a name and a value"),
    ("--env Pendulum-v1 --env-arg g=strong", "argument g cannot be 'strong'; it must be a number."),
    ("--frame-stack 0", "cannot be stacked; give a number from 1 to 1000."),
    ("--action-repeat -1", "actions cannot be taken -1 times each"),
    ("--observation-noise -0.5", "it must be 0 or more."),
    ("--observe 0,9", "has no component 9; its indices are 0 to 3."),
    ("--observe 1,1", "is selected twice"),
    ("--env CartPoleNoVel-v1 --observe ,", "name at least one index."),
    ("--threads 0", "--threads is 0; it must be from 1 to 1024."),
    ("--keep 0", "--keep is 0; it must be at least 1."),
    ("--save-interval -1", "--save-interval is -1; it cannot be negative."),
    ("--log-interval 0", "--log-interval is 0; it must be at least 1."),
    ("--quiet --verbose", "--quiet and --verbose exclude each other."),
    ("--name ../elsewhere", "The name '../elsewhere' cannot be that of a run"),
    ("--num-env 4", "Unknown option '--num-env'. Did you mean '--num-envs'?"),
    ("--ppo-epochs 4", "Unknown option '--ppo-epochs'. Did you mean '--ppo-epoch'?"),
    ("--lr", "Missing value for '--lr <x>'"),
    ("CartPole-v1", "Unexpected argument 'CartPole-v1'"),
    ("--stop-return nan", "--stop-return is nan; it must be a finite number."),
    ("--stop-window 5", "--stop-window goes with --stop-return; add that."),
    ("--stop-return 1 --stop-window 101", "--stop-window is 101; it must be from 1 to 100."),
    ("--time-limit 30", "The value '30' is invalid for '--time-limit <time>'"),
    ("--time-limit 0m", "The value '0m' is invalid for '--time-limit <time>'"),
    ("--forget optimizer", "--forget goes with --resume"),
    ("--preset humanoid", "There is no preset 'humanoid'; there are cartpole,"),
    ("--resume run --preset cartpole", "leave out --config and --preset."),
    ("--resume run --name other", "leave out --name, --log-dir and --save-dir."),
  ]

  @Test("a mistake ends with status 64 and one paragraph that names it", arguments: cases)
  func mistakes(arguments: String, message: String) throws {
    let place = try Workplace()
    let outcome = try place.agents(["train"] + arguments.split(separator: " ").map(String.init))
    #expect(outcome.status == 64 && !outcome.endedBySignal)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    expectOneParagraph(outcome)
    // Nothing was begun either.
    #expect(try place.names(in: "") == [])
  }

  @Test("a word that is no command ends with status 64")
  func noCommand() throws {
    let outcome = try Workplace().agents("trian")
    #expect(outcome.status == 64)
    let help = "\(Workplace.program.path(percentEncoded: false)) --help"
    #expect(
      outcome.error == """
        agents: Unexpected argument 'trian'. Did you mean 'train'? All options: \(help)

        """)
  }

  @Test("help, versions and lists go to standard output, with status 0")
  func help() throws {
    let place = try Workplace()
    for arguments in [["--help"], ["train", "--help"], ["--version"], ["environments"]] {
      let outcome = try place.agents(arguments)
      #expect(outcome.status == 0 && !outcome.output.isEmpty && outcome.error.isEmpty)
    }
    let list = try place.agents("environments")
    let row = try #require(list.output.firstRange(of: "  HalfCheetah-v4 "))
    let words = list.output[row.lowerBound...].prefix { $0 != "\n" }.split(separator: " ")
    #expect(words.prefix(6) == ["HalfCheetah-v4", "17", "6", "in", "-1...1", "1000"])
  }
}

/// One line that says which program speaks, and nothing on standard output.
func expectOneParagraph(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(outcome.error.hasPrefix("agents: "), sourceLocation: sourceLocation)
  #expect(
    outcome.error.split(separator: "\n").count == 1, "\(outcome.error)",
    sourceLocation: sourceLocation)
}
