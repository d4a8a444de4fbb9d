import CrampHistory
import CrampModel
import Testing

/// Sessions that chance plays, against what was played.
@Suite struct SessionReferenceTests {
  /// One cramp as it was played; times in seconds after the beginning.
  private struct Truth {
    let onsetAfter: Double
    let letGo: Double
    let length: Double
    let peak: Double
    let movement: String?
  }

  @Test(arguments: 1...UInt64(40))
  func `each number is the one that was played`(seed: UInt64) throws {
    var chance = SplitMix64(seed: seed)
    var played = PlayedSession()
    let truths = Self.play(&played, &chance)
    let summary = SessionSummary(
      of: played.session,
      events: played.events,
      end: PlayedSession.time(10_000)
    )
    #expect(summary.cramps.count == truths.count)
    for (cramp, truth) in zip(summary.cramps, truths) {
      #expect(abs((cramp.onsetAfter ?? -1) - truth.onsetAfter) < 1e-5)
      #expect(abs((cramp.letGo ?? -1) - truth.letGo) < 1e-5)
      #expect(cramp.duration == truth.length)
      #expect(cramp.peak?.value == truth.peak)
      #expect(cramp.movement.map { summary.movements[$0].name } == truth.movement)
    }
    for movement in summary.movements {
      #expect(movement.count == truths.count { $0.movement == movement.name })
    }
    guard let channel = summary.channels.first else {
      #expect(truths.isEmpty)
      return
    }
    #expect(channel.count == truths.count)
    #expect(channel.peak?.value == truths.map(\.peak).max())
    // At least half of the cramps lie on either side of a median.
    let middle = try #require(channel.onsetAfter)
    #expect(2 * truths.count { $0.onsetAfter <= middle + 1e-5 } >= truths.count)
    #expect(2 * truths.count { $0.onsetAfter >= middle - 1e-5 } >= truths.count)
  }

  /// Rounds of a repetition, a cue to contract, a cramp and a cue to relax, each of which may lack.
  private static func play(
    _ played: inout PlayedSession,
    _ chance: inout SplitMix64
  ) -> [Truth] {
    var truths: [Truth] = []
    var contract = 0.0
    var movement: String?
    for round in 0..<(5 + Int(chance.next() % 20)) {
      let begin = 200 * Double(round) + 1
      if chance.next() % 2 == 0 {
        let name = "movement \(chance.next() % 3)"
        played.cue("repetition", at: begin, name: name)
        movement = name
      }
      if chance.next() % 2 == 0 {
        contract = begin + 1
        played.cue("contract", at: contract)
      }
      guard chance.next() % 3 != 0 else { continue }
      let onset = begin + 2 + Double(chance.next() % 50)
      let length = 10 + Double(chance.next() % 60)
      let peak = 5 + Double(chance.next() % 100)
      played.onset(UInt64(round) + 1, at: onset)
      var from = onset + 4
      let relaxes = chance.next() % 2 == 0
      if relaxes {
        from = onset + Double(chance.next() % 10)
        played.cue("relax", at: from)
      }
      played.release(UInt64(round) + 1, at: onset + length, lasted: length, peak: peak)
      truths.append(
        Truth(
          onsetAfter: onset - contract,
          letGo: onset + length - from,
          length: length,
          peak: peak,
          movement: from <= onset ? nil : movement
        )
      )
      // Whoever relaxes has ended the repetition.
      if relaxes { movement = nil }
    }
    return truths
  }
}
