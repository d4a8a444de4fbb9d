import CrampModel
import EventJournal
import Logging
import Testing

@testable import crampd

/// The daemon's word on a tone above the usual.
struct ToneKeeperTests {
  private let end = Timestamp(microseconds: 1_769_986_800_000_000)

  /// Tells the journal tones of the newest night; gives what the keeper said by then.
  private func said(isWanted: Bool = true, _ tones: [Double]) async throws -> [CrampEvent] {
    let scratch = try Scratch()
    let path = scratch.path("journal.sqlite")
    _ = try await ToneJournal(path: path, nights: 10, before: end)
    let journal = try EventJournal(path: path)
    let keeper = ToneKeeper(journal: journal, logger: Logger(label: "test")) { isWanted }
    return try await withThrowingTaskGroup { group in
      group.addTask { try await keeper.run() }
      var events: [CrampEvent] = []
      for (hour, tone) in tones.enumerated() {
        let time = end.advanced(bySeconds: Double(hour) * 3_600)
        let seq = journal.newestSeq
        _ = try await journal.append([ToneJournal.tone(tone, at: time, "left-calf")])
        // The keeper answers the second high hour and the first low one; more is not to come.
        if isWanted, hour > 0 { _ = await journal.newest(after: seq + 1) }
      }
      try await journal.close()
      try await group.waitForAll()
      let reader = try JournalReader(path: path)
      for line in try reader.lines(query: HistoryQuery()) where line.type.hasPrefix("tone.") {
        events.append(try #require(ToneJournal.read(line.json)))
      }
      return events
    }
  }

  @Test func `a raised tone is told, and that it is usual again`() async throws {
    let events = try await said([7, 7, 3.8])
    #expect(events.map(\.type) == [.toneRaised, .toneUsual])
    let raised = try #require(events.first)
    #expect(raised.channel == "left-calf" && raised.sensor == "test:1" && raised.modality == .emg)
    #expect(raised.time == end.advanced(bySeconds: 7_200))
    guard case .text(let message) = raised[.message] else { return }
    #expect(message.contains("or the electrode sits elsewhere"))
    #expect(raised[.toneMicrovolts] == .count(7))
  }

  @Test func `nothing is told where nobody wants it`() async throws {
    #expect(try await said(isWanted: false, [7, 7, 3.8]).isEmpty)
  }
}
