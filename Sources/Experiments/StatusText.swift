/// How a ``TrainingProgress`` is put into words.
package enum StatusText {
  /// One plain line without any control characters:
  /// ` 60%, 1.2M/2.0M steps, return 912.3, 2 min 5 s left, 6.4k steps/s`.
  package static func plain(_ progress: TrainingProgress) -> String {
    ([percent(progress)] + parts(progress, 0)).joined(separator: ", ")
  }

  /// One line with a bar that fits into `width` characters: the bar takes what room is left, and where
  /// there is too little, parts are left out from the end.
  package static func live(
    _ progress: TrainingProgress, secondsSince age: Double = 0, style: TerminalStyle
  ) -> String {
    var parts = parts(progress, age)
    let percent = percent(progress)
    // The last column stays free: some terminals wrap when it is written to.
    let width = style.width - 1
    while !parts.isEmpty && length(percent, parts) > width { parts.removeLast() }
    let text = ([percent] + parts).joined(separator: "  ")
    guard text.count <= width else { return String(text.prefix(max(width, 0))) }
    let room = min(width - text.count - 1, longestBar)
    return room < shortestBar ? text : bar(progress.fraction, room, style) + " " + text
  }

  private static let longestBar = 30
  private static let shortestBar = 5

  private static func percent(_ progress: TrainingProgress) -> String {
    // All steps are done before it says so.
    let percent = String(Int(progress.fraction * 100))
    return String(repeating: " ", count: 3 - percent.count) + percent + "%"
  }

  /// The parts of a line, the ones that can be left out last.
  private static func parts(_ progress: TrainingProgress, _ age: Double) -> [String] {
    let steps = HumanUnits.count(Double(progress.steps))
    let total = HumanUnits.count(Double(progress.totalSteps))
    var parts = ["\(steps)/\(total) \(progress.unit)"]
    if let value = progress.meanReturn { parts.append("return \(HumanUnits.value(value))") }
    if let seconds = progress.secondsLeft {
      parts.append("\(HumanUnits.duration(seconds: seconds - age)) left")
    }
    if progress.stepsPerSecond > 0 {
      parts.append("\(HumanUnits.count(progress.stepsPerSecond)) \(progress.unit)/s")
    }
    return parts
  }

  private static func length(_ percent: String, _ parts: [String]) -> Int {
    parts.reduce(percent.count) { $0 + 2 + $1.count }
  }

  private static func bar(_ fraction: Double, _ width: Int, _ style: TerminalStyle) -> String {
    let done = Int(fraction * Double(width))
    let (full, empty) = style.isUnicode ? ("█", "░") : ("#", "-")
    let bar = String(repeating: full, count: done)
    let rest = String(repeating: empty, count: width - done)
    return style.hasColor ? "\u{1B}[32m\(bar)\u{1B}[0m\(rest)" : bar + rest
  }
}
