import Experiments
import Testing

@Suite struct StatusOutputTests {
  @Test(arguments: [
    (false, true, true, "xterm", StatusOutput.live), (true, true, true, "xterm", .silent),
    (true, false, false, "xterm", .silent), (false, false, true, "xterm", .plain),
    (false, true, false, "xterm", .plain), (false, true, true, "dumb", .plain),
    (false, true, true, "", .plain),
  ])
  func `a live line needs a terminal that can go back`(
    isQuiet: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool, terminal: String,
    expected: StatusOutput
  ) {
    let choice = StatusOutput.choose(
      isQuiet: isQuiet, outputIsTerminal: outputIsTerminal, errorIsTerminal: errorIsTerminal,
      environment: ["TERM": terminal])
    #expect(choice == expected)
  }

  @Test func `the environment decides on colour and characters`() {
    func style(_ environment: [String: String]) -> TerminalStyle {
      TerminalStyle(width: 80, environment: environment)
    }
    #expect(style([:]) == TerminalStyle(width: 80, hasColor: true, isUnicode: false))
    #expect(!style(["NO_COLOR": "1"]).hasColor)
    #expect(style(["NO_COLOR": ""]).hasColor)
    #expect(style(["LANG": "de_DE.UTF-8"]).isUnicode)
    #expect(style(["LANG": "C", "LC_ALL": "", "LC_CTYPE": "C.utf8"]).isUnicode)
    #expect(!style(["LANG": "en_US.UTF-8", "LC_ALL": "C"]).isUnicode)
  }
}
