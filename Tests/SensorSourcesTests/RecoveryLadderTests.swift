import Testing

@testable import SensorSources

struct RecoveryLadderTests {
  @Test func `A silence is answered by ever stronger means`() {
    var ladder = RecoveryLadder(at: .zero)
    var rungs: [String] = []
    for tenth in 0...100 {
      while let rung = ladder.climb(at: .milliseconds(tenth * 100)) {
        rungs.append("\(tenth) \(rung)")
      }
    }
    #expect(
      rungs == ["5 resubmit", "10 clearHalt", "20 restartDialogue", "50 reset", "80 reopen"]
    )
    #expect(ladder.deadline == nil)
  }

  @Test func `Frames take the ladder away`() {
    var ladder = RecoveryLadder(at: .zero)
    #expect(ladder.climb(at: .seconds(1)) == .resubmit)
    ladder.frames(at: .seconds(2))
    #expect(ladder.climb(at: .milliseconds(2_400)) == nil)
    #expect(ladder.climb(at: .milliseconds(2_500)) == .resubmit)
  }

  @Test func `A suspension is no silence`() {
    var ladder = RecoveryLadder(at: .zero)
    let morning = Duration.seconds(8 * 3_600)
    ladder.sleep(morning, until: morning + .milliseconds(400))
    #expect(ladder.climb(at: morning + .milliseconds(400)) == nil)
    #expect(ladder.climb(at: morning + .milliseconds(500)) == .resubmit)
    // One that was over before the newest frames came.
    ladder.frames(at: morning + .seconds(1))
    ladder.sleep(morning, until: morning + .seconds(1))
    #expect(ladder.climb(at: morning + .milliseconds(1_500)) == .resubmit)
  }

  @Test func `Transfers that fail again and again end in opening the device anew`() {
    var ladder = RecoveryLadder(at: .zero)
    let rungs = (0..<6).map { _ in ladder.fail() }
    #expect(rungs == [.clearHalt, .restartDialogue, .reset, .reopen, .reopen, .reopen])
  }
}
