@main
enum Program {
  static func main() { FuzzCommand.main() }
}
