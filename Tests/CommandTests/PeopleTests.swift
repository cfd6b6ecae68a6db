import Foundation
import Testing

/// What helps people at the terminal.
@Suite struct PeopleTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions of a shell know commands, flags and values`(shell: String) throws {
    let outcome = try place.agents("--generate-completion-script", shell)
    #expect(outcome.status == 0 && outcome.error == "")
    for word in ["train", "fixed-points", "num-env-steps", "rmsprop", "seed"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  @Test func `bash completes with the script`() throws {
    let script = try place.agents("--generate-completion-script", "bash")
    try Data(script.output.utf8).write(to: place["complete.bash"])
    let outcome = try place.bash(
      """
      source complete.bash
      COMP_WORDS=(agents train --algo '') COMP_CWORD=3 COMP_LINE='agents train --algo ' COMP_POINT=20
      complete -p agents >/dev/null && "$(complete -p agents | sed 's/.*-F \\([^ ]*\\).*/\\1/')" \
        agents '' --algo
      echo "${COMPREPLY[@]}"
      """)
    #expect(
      outcome.lines.last?.split(separator: " ").sorted() == ["a2c", "acktr", "ppo"],
      "\(outcome.error)")
  }

  @Test func `the manual has every command and flag, and its formatter takes it`() throws {
    let outcome = try place.agents("manual")
    #expect(outcome.status == 0 && outcome.output.hasPrefix(".TH AGENTS 1"))
    for heading in [".SH TRAIN", ".SH GRID", ".SH PLOT HIDDEN", ".SS Rollouts and returns"] {
      #expect(outcome.lines.contains(heading))
    }
    #expect(outcome.output.contains(#"\fB\-\-num\-env\-steps\fR \fIn\fR"#))
    #expect(!outcome.output.contains(".SH MANUAL") && !outcome.output.contains(".SH HELP"))
  }

  @Test func `a mistyped command is answered with the one that was meant`() throws {
    let outcome = try place.agents("trian")
    #expect(outcome.status == 64 && outcome.error.contains("Did you mean 'train'?"))
    #expect(try !place.agents("xyzzyplugh").error.contains("Did you mean"))
  }
}
