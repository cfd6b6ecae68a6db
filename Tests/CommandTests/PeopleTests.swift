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

  @Test func `the help says what to type first and where files come from`() throws {
    let help = try place.agents("--help").output
    for command in [
      "agents train --algo ppo --recurrent ", "agents evaluate --dump traj.h5 ",
      "agents evaluate --video episode.mp4 ", "agents plot hidden traj.h5 -o hidden.png\n",
    ] {
      #expect(help.contains(command), "\(command)")
    }
  }

  @Test func `on a terminal no word is broken, and nothing of the live line stays`() throws {
    try #require(try place.agents(TinyRun.arguments(updates: 2)).status == 0)
    for width in [80, 120] {
      func screen(_ command: String) throws -> [Substring] {
        // 'script' gives the program a terminal, whose size the shell in it sets.
        let line = """
          script -qec 'stty cols \(width) rows 40; export TERM=xterm; "$PROGRAM" \(command)' /dev/null
          """
        let text = try place.bash(line).output
        return text.replacing("\r\n", with: "\n").split(separator: "\n")
      }
      let lines = try screen("environments Hopper-v4")
      let list = try screen("environments")
      #expect(lines.count > 40 && list.count > 100)
      #expect((lines + list).allSatisfy { $0.count <= width })
      // Each family has its own.
      let memory = try #require(list.firstIndex(of: "Memory"))
      #expect(list[memory + 1].hasPrefix("  TMaze-v0 "))
      let error = try screen("evaluate \(TinyRun.folder) --env Pendulum-v1")
      #expect(error.count > 1 && error.allSatisfy { $0.count <= width })
      #expect(
        error.joined(separator: " ").hasPrefix(
          "agents: The policy observes 4 numbers, and Pendulum-v1 gives 3. It was trained in"))
      let table = try screen("evaluate \(TinyRun.folder) --episodes 5")
      let head = try #require(table.firstIndex { $0.contains("std error") })
      // Whatever the live line was, the table begins in a row that was wiped.
      #expect(table[head].split(separator: "\u{1B}[K").last?.hasPrefix("5 episodes") == true)
      #expect(!table[(head + 1)...].contains { $0.contains("left") || $0.contains("100%") })
    }
  }
}
