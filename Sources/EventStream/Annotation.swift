import CrampModel
import EventJournal
import Foundation

/// What a person says about this moment.
struct Annotation {
  private let type: EventType
  private let detail: EventDetail

  /// Reads the parameters of `mark`, `session.start` or `session.stop`.
  init(method: String, _ params: RequestParams) throws(ProtocolError) {
    switch method {
    case "mark":
      try params.allow("text")
      type = .marker
      detail = EventDetail(.text, .text(try params.words("text")))
    default:
      try params.allow("name")
      type = method == "session.start" ? .sessionStarted : .sessionEnded
      detail = EventDetail(.name, .text(try params.words("name")))
    }
  }

  /// Writes the event and gives the answer.
  func record(in journal: EventJournal) async throws -> String {
    let now = WallClock.now
    let event = CrampEvent(
      id: EventID(
        time: now,
        randomHigh: UInt64.random(in: .min ... .max),
        randomLow: UInt64.random(in: .min ... .max)
      ),
      type: type,
      time: now,
      detected: now,
      details: [detail]
    )
    do {
      let stored = try await journal.append([event])
      return JSONText.object([("seq", stored.first.map { String($0.seq) })])
    } catch  where error.isWaiting {
      return JSONText.object([("waiting", JSONText.quoted(error.message))])
    } catch {
      throw ProtocolError(.internalError, error.description)
    }
  }
}

/// The civil time of this machine.
enum WallClock {
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1e6).rounded()))
  }
}
