import Experiments
import Testing

@Suite struct StatusTextTests {
  let progress = TrainingProgress(
    steps: 1_200_000, totalSteps: 2_000_000, stepsPerSecond: 6_400, meanReturn: 912.34)

  func live(_ progress: TrainingProgress, width: Int, age: Double = 0) -> String {
    StatusText.live(
      progress, secondsSince: age,
      style: TerminalStyle(width: width, hasColor: false, isUnicode: false))
  }

  @Test func `a plain line says it all`() {
    #expect(
      StatusText.plain(progress)
        == " 60%, 1.2M/2.0M steps, return 912.3, 2 min 5 s left, 6.4k steps/s")
    #expect(
      StatusText.plain(TrainingProgress(steps: 0, totalSteps: 500)) == "  0%, 0/500 steps")
  }

  @Test func `a live line has a bar where there is room`() {
    #expect(
      live(progress, width: 120) == """
        ##################------------  60%  1.2M/2.0M steps  return 912.3  \
        2 min 5 s left  6.4k steps/s
        """)
    #expect(
      live(progress, width: 100, age: 65) == """
        ##################------------  60%  1.2M/2.0M steps  return 912.3  1 min 0 s left  \
        6.4k steps/s
        """)
    #expect(
      live(progress, width: 80)
        == "#######------  60%  1.2M/2.0M steps  return 912.3  2 min 5 s left  6.4k steps/s")
    #expect(
      live(progress, width: 56)
        == " 60%  1.2M/2.0M steps  return 912.3  2 min 5 s left")
    #expect(live(progress, width: 35) == "#######-----  60%  1.2M/2.0M steps")
    #expect(live(progress, width: 20) == "########------  60%")
    #expect(live(progress, width: 4) == " 60")
  }

  @Test func `a live line never fills the terminal's width`() {
    let shapes = [
      progress, TrainingProgress(steps: 0, totalSteps: 0),
      TrainingProgress(steps: 9_999_999, totalSteps: 10_000_000, stepsPerSecond: 1e-9),
      TrainingProgress(steps: 5, totalSteps: 3, stepsPerSecond: .infinity, meanReturn: .nan),
    ]
    for progress in shapes {
      for width in 0...200 {
        let text = live(progress, width: width)
        #expect(text.count <= max(width - 1, 0))
        #expect(!text.contains("\n"))
      }
    }
  }

  @Test func `the bar is empty at the start and full only at the end`() {
    func bar(_ steps: Int) -> Substring {
      live(TrainingProgress(steps: steps, totalSteps: 1000), width: 120).prefix(35)
    }
    let (full, empty) = (String(repeating: "#", count: 30), String(repeating: "-", count: 30))
    #expect(bar(0) == "\(empty)   0%")
    #expect(bar(999) == "\(full.dropLast())-  99%")
    #expect(bar(1000) == "\(full) 100%")
    #expect(bar(1001) == "\(full) 100%")
  }

  @Test func `colour and blocks are used where the terminal has them`() {
    let done = TrainingProgress(steps: 1, totalSteps: 2)
    let style = TerminalStyle(width: 34, hasColor: true, isUnicode: true)
    #expect(
      StatusText.live(done, style: style) == "\u{1B}[32m████████\u{1B}[0m░░░░░░░░░  50%  1/2 steps")
  }
}
