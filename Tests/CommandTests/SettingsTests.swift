import Foundation
import Testing

@Suite("Settings from files and presets")
struct SettingsTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func write(_ text: String, to path: String = "run.yaml") throws {
    try Data(text.utf8).write(to: place[path])
  }

  private static let tiny = """
    # A run of a few milliseconds.
    env-name: CartPole-v1
    name: tiny
    num_envs: 4
    num-steps: 32
    num-mini-batch: 4
    ppo-epoch: 1
    threads: 1
    lr: 2e-3
    recurrent: no
    quiet: true
    use-gae: false
    env-arg: {max_episode_steps: 50}
    num-env-steps: 256
    """

  @Test("a file of flags, in YAML or JSON, is as good as the flags, which win")
  func flags() throws {
    try write(Self.tiny)
    let flags = ["--lr", "2e-3", "--no-use-gae", "--env-arg", "max_episode_steps=50", "--quiet"]
    #expect(try place.agents(TinyRun.arguments(updates: 2) + flags).status == 0)
    let outcome = try place.agents("train", "--config", "run.yaml", "--log-dir", "file")
    #expect(outcome.status == 0 && outcome.output == "" && outcome.error == "")
    for file in ["config.json", "progress.csv"] {
      let same =
        try place.contents(of: "\(TinyRun.folder)/\(file)")
        == place.contents(of: "file/tiny/tiny_s1/\(file)")
      #expect(same, "\(file)")
    }
    let winning = ["--seed", "2", "--use-gae", "--recurrent"]
    #expect(try place.agents(["train", "--config=run.yaml"] + winning).status == 0)
    let text = try place.text(of: "runs/tiny/tiny_s2/config.json")
    for line in [#""estimator" : "gae""#, #""isRecurrent" : true"#, #""learningRate" : 0.002"#] {
      #expect(text.contains(line))
    }
    try write(
      #"{"preset": "cartpole", "num-env-steps": 1024, "quiet": true, "lr": 0.5}"#, to: "run.json")
    #expect(try place.agents("train", "--config", "run.json").status == 0)
    let preset = try place.text(of: "runs/ppo-CartPole-v1/ppo-CartPole-v1_s1/config.json")
    #expect(preset.contains(#""epochCount" : 4"#) && preset.contains(#""learningRate" : 0.5"#))
  }

  @Test("a run's config.json gives the same run")
  func recorded() throws {
    try place.copyExample("cart_push")
    let own = """
      train --env cart_push.xml --task cart_push.yaml --observe 0,1 --recurrent --num-envs 4 \
      --num-steps 32 --num-env-steps 256 --target-kl 0.1 --seed 18446744073709551615 --name own --quiet
      """
    #expect(try place.agents(own.split(separator: " ").map(String.init)).status == 0)
    let run = "runs/own/own_s18446744073709551615"
    let again = ["train", "--config", "\(run)/config.json", "--name", "own", "--quiet"]
    let outcome = try place.agents(again)
    #expect(outcome.status == 0, "\(outcome.error)")
    for file in ["config.json", "progress.csv", "checkpoints/update_000002.h5"] {
      let same =
        try place.contents(of: "\(run)/\(file)") == place.contents(of: "\(run)_2/\(file)")
      #expect(same, "\(file)")
    }
    // Flags win.
    #expect(try place.agents(again + ["--seed", "2", "--lr", "0.25"]).status == 0)
    let text = try place.text(of: "runs/own/own_s2/config.json")
    #expect(text.contains(#""learningRate" : 0.25"#) && text.contains(#""targetKL" : 0.1"#))
  }

  @Test("an option wins over its other spelling in a file or a preset, and the other way round")
  func spellings() throws {
    try write(Self.tiny + "\nnormalize-advantages: false\n")
    let run = ["train", "--config", "run.yaml", "--num-env-steps", "128"]
    for (flags, lines) in [
      (["--returns", "td-lambda"], [#""estimator" : "td-lambda""#, #"Normalization" : "none""#]),
      (
        ["--use-gae", "--advantage-normalization", "minibatch"],
        [#""estimator" : "gae""#, #"Normalization" : "minibatch""#]
      ),
    ] {
      #expect(try place.agents(run + flags).status == 0)
      let folder = try #require(try place.names(in: "runs/tiny").last { $0.hasPrefix("tiny_s1") })
      let text = try place.text(of: "runs/tiny/\(folder)/config.json")
      for line in lines { #expect(text.contains(line), "\(text)") }
    }
    try write(Self.tiny + "\nreturns: gae\n")
    let outcome = try place.agents("train", "--config", "run.yaml")
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("--no-use-gae and --returns gae contradict each other"))
  }

  @Test(
    "words of earlier versions are read from a run's config.json, but not beside their successors")
  func formerWords() throws {
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    let text = try place.text(of: "\(TinyRun.folder)/config.json")
    let old = text.replacing(#""estimator" : "gae""#, with: #""usesGAE" : false"#)
      .replacing(#""advantageNormalization" : "rollout""#, with: #""normalizesAdvantages" : false"#)
    try write(old, to: "old.json")
    let again = ["train", "--config", "old.json", "--name", "old", "--quiet"]
    #expect(try place.agents(again).status == 0)
    let new = try place.text(of: "runs/old/old_s1/config.json")
    #expect(new.contains(#""estimator" : "n-step""#) && new.contains(#"Normalization" : "none""#))
    try write(
      text.replacing(#""estimator" : "gae""#, with: #""estimator" : "gae", "usesGAE" : true"#),
      to: "both.json")
    let outcome = try place.agents("train", "--config", "both.json")
    #expect(outcome.status == 65)
    #expect(
      outcome.error.contains("'returns.usesGAE' is an earlier word for 'returns.estimator'"))
  }

  static let cases: [(text: String, message: String)] = [
    ("env: CartPole-v1\nnum-env: 4\n", "run.yaml:2:10: Unknown option '--num-env'. Did you mean"),
    ("lr: fast\n", "run.yaml:1:5: The value 'fast' is invalid for '--lr <x>'"),
    ("recurrent: 3\n", "run.yaml:1:12: --recurrent is true or false."),
    ("seed: 1\nlr:\n", "--lr has no value; give one or leave it out."),
    ("lr: [1, 2]\n", "run.yaml:1:5: --lr takes one value."),
    ("lr: 1\nlr: 2\n", "lr is there twice"),
    ("resume: runs\n", "resume belongs on the command line"),
    ("- lr\n", "run.yaml:1:1: this must be a mapping with flags of 'agents train'"),
    ("lr: 'x\n", "this is not YAML or JSON"),
    ("", "run.yaml:1:1: this is not YAML or JSON: the file is empty."),
    ("configuration: {seed: 1}\n", "run.yaml:1:16: the setting '"),
  ]

  @Test("a mistake in a file ends with status 65 and says where it is", arguments: cases)
  func mistakes(text: String, message: String) throws {
    try write(text)
    let outcome = try place.agents("train", "--config", "run.yaml")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    expectOneParagraph(outcome)
    #expect(try place.names(in: "") == ["run.yaml"])
  }

  @Test(
    "a mistake in a run's config.json, too",
    arguments: [
      (#""clip" : 0.2"#, #""clip" : "much""#, "'ppo.clip' must be a number"),
      (#""clip" : 0.2"#, #""clip" : 0.2, "slip" : 1"#, "there is no setting 'ppo.slip'"),
      (#""clip" : 0.2,"#, "", "the setting 'ppo.clip' is missing"),
      (#""algorithm" : "ppo""#, #""algorithm" : "trpo""#, "'algorithm' cannot be this"),
    ])
  func recordedMistakes(old: String, new: String, message: String) throws {
    #expect(try place.agents(TinyRun.arguments(updates: 1)).status == 0)
    let text = try place.text(of: "\(TinyRun.folder)/config.json")
    #expect(text.contains(old))
    try write(text.replacing(old, with: new), to: "changed.json")
    let outcome = try place.agents("train", "--config", "changed.json")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    expectOneParagraph(outcome)
  }

  @Test("each preset is a run that can begin, and they can be listed")
  func presets() throws {
    struct Preset: Decodable {
      let name, settings, result, source: String
    }
    let list = try place.agents("presets", "--json")
    let presets = try JSONDecoder().decode([Preset].self, from: Data(list.output.utf8))
    #expect(presets.contains { $0.name == "baselines-humanoid" })
    let table = try place.agents("presets")
    for preset in presets {
      #expect(table.output.contains(preset.name) && table.output.contains(preset.settings))
      // It gets as far as its settings.
      let outcome = try place.agents("train", "--preset", preset.name, "--stop-window", "5")
      #expect(outcome.status == 64)
      #expect(outcome.error.contains("--stop-window goes with --stop-return"), "\(outcome.error)")
    }
  }

  @Test("the table of settings in the documentation is the one that their declarations make")
  func table() throws {
    let outcome = try place.agents("manual", "--settings")
    #expect(outcome.status == 0)
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/settings.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let isThere = text.contains("\n\n\(outcome.output)")
    #expect(isThere, "docs/settings.md must hold what 'agents manual --settings' prints")
  }
}
