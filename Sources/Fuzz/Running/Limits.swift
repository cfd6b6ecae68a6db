/// What the program may use before a case counts as a failure.
package struct Limits: Sendable {
  /// Seconds of processor time. Unlike seconds of the clock they pass no faster where the machine has
  /// other work.
  package var processorSeconds: Int
  /// Megabytes of address space; 0 for no limit, which a program with a sanitizer needs.
  package var megabytes: Int

  package init(processorSeconds: Int = 20, megabytes: Int = 3000) {
    self.processorSeconds = processorSeconds
    self.megabytes = megabytes
  }

  /// Seconds of the clock, after which a program that uses no processor hangs.
  var seconds: Double { 2 * Double(processorSeconds) }

  /// Seconds of processor time after which a command that was asked for much is asked to stop.
  var patience: Double { Double(processorSeconds) / 5 }
}
