import Foundation
import Synchronization

/// The wish to stop: Ctrl-C, SIGTERM, or a terminal that was closed; and that to save and go on.
///
///     Interruption.listen()
///     let run = try TrainingRun(configuration, control: .signals)
///     if try run.train() == .interrupted { Interruption.endBySignal() }
public enum Interruption {
  /// The signal that asked, or 0.
  private static let received = Atomic<Int32>(0)
  /// When that was, in nanoseconds of a clock that nobody sets.
  private static let time = Atomic<UInt64>(0)

  private static let wantsSaving = Atomic<Bool>(false)

  public static var isRequested: Bool { signal != 0 }

  /// The signal that asked, or 0.
  public static var signal: Int32 { received.load(ordering: .relaxed) }

  /// For how long somebody has been waiting for the end, in seconds; nil where nobody asked for it.
  public static var age: Double? {
    guard isRequested else { return nil }
    return Double(now - time.load(ordering: .relaxed)) * 1e-9
  }

  private static var now: UInt64 {
    var present = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &present)
    return UInt64(present.tv_sec) * 1_000_000_000 + UInt64(present.tv_nsec)
  }

  /// From now on the first signal asks to stop after the current update; the second ends the program,
  /// unless it comes within a second or two: batch systems send one to each process of a job, of which
  /// some pass it on. A signal that the program was started to ignore, as by nohup, stays ignored.
  public static func listen() {
    // The handler may not be the first to touch these.
    time.store(0, ordering: .relaxed)
    _ = isRequested
    handle([SIGINT, SIGTERM, SIGHUP]) { number in
      let now = Interruption.now
      if Interruption.isRequested {
        guard now - Interruption.time.load(ordering: .relaxed) > 1_500_000_000 else { return }
        Foundation.signal(number, SIG_DFL)
        raise(number)
      } else {
        Interruption.time.store(now, ordering: .relaxed)
        Interruption.received.store(number, ordering: .relaxed)
      }
    }
  }

  /// From now on SIGUSR1, which batch systems send before they end a program, asks to save.
  public static func listenForSaving() {
    _ = takeWishToSave()
    handle([SIGUSR1]) { _ in Interruption.wantsSaving.store(true, ordering: .relaxed) }
  }

  /// Whether it was asked to save since this was asked last.
  public static func takeWishToSave() -> Bool { wantsSaving.exchange(false, ordering: .relaxed) }

  private static func handle(
    _ numbers: [Int32], _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    // Whoever starts programs from a thread that blocks signals hands that down.
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    defer { unsafe sigprocmask(SIG_UNBLOCK, &blocked, nil) }
    for number in numbers {
      unsafe sigaddset(&blocked, number)
      var present = sigaction()
      unsafe sigaction(number, nil, &present)
      // The macro SIG_IGN, an address that is none, has no equality in Swift.
      let isIgnored =
        unsafe unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self) == 1
      if !isIgnored { Foundation.signal(number, handler) }
    }
  }

  /// Ends the program by the signal that asked for it, so that a shell's loop or a batch system sees
  /// that it did not run to its end. Returns where there was none.
  public static func endBySignal() {
    let number = received.load(ordering: .relaxed)
    guard number != 0 else { return }
    Foundation.signal(number, SIG_DFL)
    raise(number)
  }
}
