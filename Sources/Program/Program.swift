import AgentsCommand

/// `agents`, of the house's own parts alone.
@main
enum Program {
  static func main() { AgentsProgram.main() }
}
