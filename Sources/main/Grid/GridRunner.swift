import Experiments
import Files
import Foundation

/// Trains the runs of a grid, a few at a time.
final class GridRunner {
  private let runs: [GridRun]
  private var states: [GridState]
  private let jobs, threads: Int
  private let display: GridDisplay
  /// Whether the wish to stop was passed on.
  private var isStopping = false

  init(runs: [GridRun], jobs: Int, threads: Int) {
    self.runs = runs
    self.jobs = jobs
    self.threads = threads
    states = runs.map { $0.isDone ? .skipped : .waiting }
    display = GridDisplay(runs: runs)
  }

  /// Returns when all runs have ended, or have been stopped because someone asked to.
  func run() {
    display.begin(states, jobs: jobs, threads: threads)
    defer { display.end(states) }
    while true {
      collect()
      if Interruption.isRequested { stop() } else { start() }
      display.show(states)
      if !isStopping && states.contains(where: \.isUnfinished) || runningCount > 0 {
        usleep(50_000)
      } else {
        return
      }
    }
  }

  /// - Throws: ``GridFailure`` where runs failed.
  func check() throws(GridFailure) {
    let failed = zip(runs, states).filter { if case .failed = $1 { true } else { false } }
    guard failed.isEmpty else {
      throw GridFailure(count: failed.count, total: runs.count, output: failed[0].0.output)
    }
  }

  /// Whether every run has come to an end of its own, good or bad.
  var isComplete: Bool {
    !states.contains { state in
      if case .stopped = state { true } else { state.isUnfinished }
    }
  }

  private var runningCount: Int {
    states.count { if case .running = $0 { true } else { false } }
  }

  private func collect() {
    for (index, state) in states.enumerated() {
      guard case .running(let process) = state, !process.isRunning else { continue }
      finish(index, failure: process.failure)
    }
  }

  private func finish(_ index: Int, failure: String?) {
    var failure = failure
    if failure == nil {
      do { try runs[index].markDone() } catch { failure = "\(error)" }
    }
    // A run that was asked to stop ends by the signal, and has done no wrong.
    states[index] =
      failure.map { Interruption.isRequested ? .stopped : .failed($0) } ?? .finished
    display.tell(index, states[index])
  }

  private func start() {
    var free = jobs - runningCount
    for index in runs.indices where states[index].isUnfinished && free > 0 {
      if case .running = states[index] { continue }
      if runs[index].isBusy {
        states[index] = .elsewhere
        continue
      }
      // Another grid may have brought it to its end.
      if runs[index].isDone {
        states[index] = .skipped
        continue
      }
      do {
        states[index] = .running(try GridProcess(runs[index], threads: threads))
        free -= 1
      } catch {
        states[index] = .failed("\(error)")
      }
      display.tell(index, states[index])
    }
  }

  /// Passes the wish on, once; each run saves and ends.
  private func stop() {
    guard !isStopping else { return }
    isStopping = true
    for case .running(let process) in states { process.send(Interruption.signal) }
  }
}

extension GridState {
  /// Whether there is something left to wait for.
  fileprivate var isUnfinished: Bool {
    switch self {
    case .waiting, .running, .elsewhere: true
    case .finished, .skipped, .stopped, .failed: false
    }
  }
}

/// That runs of a grid failed.
struct GridFailure: Error, CustomStringConvertible {
  let count, total: Int
  /// What the first of them printed.
  let output: URL

  var description: String {
    """
    \(count) of \(total) runs failed. What they printed is in \(output.shortPath)\
    \(count > 1 ? " and beside it" : ""). The same command resumes what is unfinished.
    """
  }
}
