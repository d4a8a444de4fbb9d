import CrampHistory
import CrampModel
import EventJournal
import Foundation
import Testing

/// Thirty simulated nights and twelve practice sessions, lived through once, against their truth.
@Suite(.timeLimit(.minutes(5))) struct MonthTests {
  private struct Truth: Decodable {
    struct Night: Decodable {
      let start: String
      let rest: Double
      let cramps: Int

      enum CodingKeys: String, CodingKey {
        case start, cramps
        case rest = "rest_uv"
      }
    }

    struct Practice: Decodable {
      let restBefore: Double
      let restAfter: Double
      let repetitions: Int
      let onsetAfter: [Double]
      let letGo: [Double]

      enum CodingKeys: String, CodingKey {
        case repetitions
        case restBefore = "rest_before_uv"
        case restAfter = "rest_after_uv"
        case onsetAfter = "onset_after_s"
        case letGo = "let_go_s"
      }
    }

    let nights: [Night]
    let practices: [Practice]
  }

  private struct Lived {
    let truth: Truth
    let events: [CrampEvent]
    let text: String
  }

  private static let lived = Task {
    try await blocking {
      let scratch = try Scratch()
      let folder = scratch.path("month")
      let run = try CrampctlRun(["--night-minutes", "15", folder], of: "month")
      try #require(run.status == 0, "\(run.errors)")
      let journal = try JournalReader(path: folder + "/journal.sqlite")
      let tone = try CrampctlRun([
        "tone", "--journal", folder + "/journal.sqlite", "--since", "2026-01-01T00:00:00Z",
      ])
      try #require(tone.status == 0, "\(tone.errors)")
      return Lived(
        truth: try JSONDecoder().decode(
          Truth.self,
          from: Data(contentsOf: URL(fileURLWithPath: folder + "/truth.json"))
        ),
        events: try journal.events(query: HistoryQuery(limit: 100_000)),
        text: tone.output
      )
    }
  }

  @Test func `The trend of tone is that of the simulation`() async throws {
    let lived = try await Self.lived.value
    let days = ToneDay.days(of: lived.events.compactMap(ToneSpan.init(_:))) {
      ToneDay.number(of: $0, offset: 0)
    }
    #expect(days.count == lived.truth.nights.count)
    let trend = try #require(ToneTrend(days))
    let truth = Self.percentPerWeek(lived.truth.nights.map { log($0.rest) })
    #expect(abs(trend.percentPerWeek - truth) < 1.5, "\(trend) \(truth)")
    #expect(trend.low < truth && truth < trend.high)
    #expect(trend.isClear)
    // Levels are those of the band that is looked at; from night to night they keep their ratio.
    let ratios = zip(days, lived.truth.nights).map { $0.tone / $1.rest }
    let usual = ratios.sorted()[ratios.count / 2]
    #expect((0.8...1).contains(usual))
    #expect(ratios.allSatisfy { abs($0 / usual - 1) < 0.04 }, "\(ratios)")
  }

  @Test func `Each session is what the simulation did`() async throws {
    let lived = try await Self.lived.value
    let sessions = SessionHistory(lived.events).sessions
    #expect(sessions.count == lived.truth.practices.count)
    for (session, truth) in zip(sessions, lived.truth.practices) {
      let channel = try #require(session.channels.first)
      #expect(channel.count == truth.onsetAfter.count)
      let share = Double(truth.onsetAfter.count) / Double(truth.repetitions)
      #expect(try abs(#require(channel.crampsPerRepetition) - share) < 1e-3)
      #expect(try abs(#require(channel.onsetAfter) - Self.median(truth.onsetAfter)) < 0.5)
      #expect(try abs(#require(channel.letGo) - Self.median(truth.letGo)) < 0.5)
      let change = try #require(channel.toneAfter).value / #require(channel.toneBefore).value
      #expect(abs(change / (truth.restAfter / truth.restBefore) - 1) < 0.05)
    }
  }

  @Test func `Each night has its cramps and no other`() async throws {
    let lived = try await Self.lived.value
    let onsets = lived.events.filter { $0.type == .crampOnset }
    for night in lived.truth.nights {
      let start = try #require(Timestamp(rfc3339: night.start))
      let end = start.advanced(bySeconds: 3_600)
      #expect(onsets.count { $0.time >= start && $0.time < end } == night.cramps)
    }
  }

  /// The slope of logarithms of values a day apart, by least squares.
  private static func percentPerWeek(_ logarithms: [Double]) -> Double {
    let middle = Double(logarithms.count - 1) / 2
    let days = logarithms.indices.map { Double($0) - middle }
    let slope = zip(days, logarithms).reduce(0) { $0 + $1.0 * $1.1 }
    return 100 * (exp(7 * slope / days.reduce(0) { $0 + $1 * $1 }) - 1)
  }

  private static func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
