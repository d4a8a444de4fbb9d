import Foundation
import Testing

/// Many kills, each at another moment; `Scripts/crash` asks for more of them, and other seeds.
@Suite(.serialized) struct CrashSweepTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = environment["CRAMPD_CRASH_ROUNDS"].flatMap { Int($0) } ?? 50
  private static let seed = environment["CRAMPD_CRASH_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func `Nothing that a subscriber saw is lost, repeated or changed by a kill`() async throws {
    let summary = try await blocking {
      try CrashTrial(seed: Self.seed).run(rounds: max(1, Self.rounds)) { round, summary in
        guard round.isMultiple(of: 25) else { return }
        print("\(round) kills, \(summary.killedAtStart) of them at start, \(summary.events) events")
        fflush(nil)
      }
    }
    print(
      "\(summary.rounds) kills, \(summary.killedAtStart) of them at start; \(summary.events) events "
        + "in the journal, \(summary.told) told to 8 subscribers, \(summary.marks) marks answered"
    )
    #expect(summary.told > summary.events, "the trial was no trial")
    #expect(summary.silent.isEmpty, "they were told nothing, which proves nothing")
  }
}
