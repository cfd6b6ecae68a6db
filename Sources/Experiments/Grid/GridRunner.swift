import Files
import Foundation

/// Sees what becomes of the runs of a grid.
package protocol GridObserver {
  func begin(_ states: [GridState], jobs: Int, threads: Int)
  /// A run has begun or ended.
  func tell(_ index: Int, _ state: GridState)
  /// Called a few times a second.
  func show(_ states: [GridState])
  func end(_ states: [GridState])
}

/// Trains the runs of a grid, a few at a time, each in a process of this program.
package final class GridRunner {
  private let runs: [GridRun]
  private var states: [GridState]
  private let jobs, threads: Int
  private let observer: any GridObserver
  private let wantedSignal: () -> Int32
  /// Whether the wish to stop was passed on.
  private var isStopping = false

  /// - Parameters:
  ///   - jobs: how many processes there are at a time.
  ///   - threads: of each of them.
  ///   - wantedSignal: the signal by which somebody wants all of them to end, or 0.
  package init(
    runs: [GridRun], jobs: Int, threads: Int, observer: any GridObserver,
    wantedSignal: @escaping () -> Int32
  ) {
    self.runs = runs
    self.jobs = jobs
    self.threads = threads
    states = runs.map { $0.isDone ? .skipped : .waiting }
    self.observer = observer
    self.wantedSignal = wantedSignal
  }

  /// Returns when all runs have ended, or have been stopped because someone asked to.
  package func run() {
    observer.begin(states, jobs: jobs, threads: threads)
    defer { observer.end(states) }
    while true {
      collect()
      if isEndWanted { stop() } else { start() }
      observer.show(states)
      if !isStopping && states.contains(where: \.isUnfinished) || runningCount > 0 {
        usleep(50_000)
      } else {
        return
      }
    }
  }

  /// - Throws: ``GridFailure`` where runs failed.
  package func check() throws(GridFailure) {
    let failed = zip(runs, states).filter { if case .failed = $1 { true } else { false } }
    guard failed.isEmpty else {
      throw GridFailure(count: failed.count, total: runs.count, output: failed[0].0.output)
    }
  }

  /// Whether every run has come to an end of its own, good or bad.
  package var isComplete: Bool {
    !states.contains { state in
      if case .stopped = state { true } else { state.isUnfinished }
    }
  }

  private var isEndWanted: Bool { wantedSignal() != 0 }

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
      failure.map { isEndWanted ? .stopped : .failed($0) } ?? .finished
    observer.tell(index, states[index])
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
      observer.tell(index, states[index])
    }
  }

  /// Passes the wish on, once; each run saves and ends.
  private func stop() {
    guard !isStopping else { return }
    isStopping = true
    for case .running(let process) in states { process.send(wantedSignal()) }
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
package struct GridFailure: Error, CustomStringConvertible {
  let count, total: Int
  /// What the first of them printed.
  let output: URL

  package var description: String {
    """
    \(count) of \(total) runs failed. What they printed is in \(output.shortPath)\
    \(count > 1 ? " and beside it" : ""). The same command resumes what is unfinished.
    """
  }
}
