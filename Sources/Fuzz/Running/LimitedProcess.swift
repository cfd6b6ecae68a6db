import CLimitedProcess
import Foundation

/// How a program ended.
struct ProcessEnd: Sendable {
  enum Cause: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
    /// It had to be killed.
    case hang
    /// It had much to do, was asked to stop and did.
    case stopped
  }

  let cause: Cause
  let peakMegabytes: Int
  let seconds: Double
}

/// A program in a process of its own, with limits.
struct LimitedProcess {
  let program: URL
  let arguments: [String]
  let environment: [String: String]
  let folder: URL
  let output: URL
  let error: URL

  /// Runs it to its end. Whatever it started and left is killed.
  ///
  /// - Parameter isLong: whether it may have much to do, so that it is asked to stop before it hangs.
  func run(_ limits: Limits, isLong: Bool) throws(FuzzError) -> ProcessEnd {
    let clock = ContinuousClock()
    let begin = clock.now
    let process = try start(limits)
    defer { kill(-process, SIGKILL) }
    var end = limited_process_end()
    var cause: ProcessEnd.Cause?
    if try !waitPatiently(for: process, limits, isLong: isLong, &end) {
      cause = .hang
      if isLong {
        kill(-process, SIGTERM)
        if try wait(for: process, limits.seconds, &end) { cause = .stopped }
      }
      if cause == .hang {
        kill(-process, SIGKILL)
        _ = try wait(for: process, 60, &end)
      }
    }
    let isStop = end.signal == SIGTERM || end.signal == 0
    if cause == nil || cause == .stopped && !isStop {
      cause = end.signal == 0 ? .exit(end.status) : .signal(end.signal)
      // The limit of processor time.
      if end.signal == SIGXCPU || end.signal == SIGKILL { cause = .hang }
    }
    let duration = (clock.now - begin).components
    return ProcessEnd(
      cause: cause!, peakMegabytes: end.peak_kilobytes / 1024,
      seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
  }

  private func start(_ limits: Limits) throws(FuzzError) -> pid_t {
    let words = [program.path(percentEncoded: false)] + arguments
    let settings = environment.map { "\($0)=\($1)" }.sorted()
    let texts = unsafe [words, settings].map { unsafe $0.map { unsafe strdup($0) } + [nil] }
    defer {
      for list in unsafe texts.indices {
        for text in unsafe texts[list].indices { unsafe free(texts[list][text]) }
      }
    }
    var allowed = limited_process_limits(
      memory: UInt64(limits.megabytes) << 20, processor_seconds: UInt64(limits.processorSeconds),
      file_size: 1 << 30)
    let process = unsafe limited_process_start(
      words[0], texts[0], texts[1], folder.path(percentEncoded: false),
      output.path(percentEncoded: false), error.path(percentEncoded: false), &allowed)
    if process < 0 { throw .system("start \(words[0])", -process) }
    return process
  }

  /// Whether it ended before it had to be asked to, or killed.
  private func waitPatiently(
    for process: pid_t, _ limits: Limits, isLong: Bool, _ end: inout limited_process_end
  ) throws(FuzzError) -> Bool {
    guard isLong else { return try wait(for: process, limits.seconds, &end) }
    // How much it has done does not depend on what else the machine does; how long it took does.
    let slice = limits.patience / 4
    var left = limits.seconds
    while left > 0 {
      if try wait(for: process, slice, &end) { return true }
      left -= slice
      if Self.processorSeconds(of: process) > limits.patience { return false }
    }
    return false
  }

  /// What a process that has not been waited for has used so far.
  private static func processorSeconds(of process: pid_t) -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard unsafe clock_getcpuclockid(process, &clock) == 0, unsafe clock_gettime(clock, &time) == 0
    else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Whether it ended within this many seconds.
  private func wait(
    for process: pid_t, _ seconds: Double, _ end: inout limited_process_end
  ) throws(FuzzError) -> Bool {
    let result = unsafe limited_process_wait(process, Int32(seconds * 1000), &end)
    if result < 0 { throw .system("wait for a process", -result) }
    return result > 0
  }
}
