import CrampModel

/// Asks about ever shorter times, until each answer has all there is.
struct DividedHistory {
  /// Some events, and how many the answer had with those of later versions.
  typealias Answer = (events: [CrampEvent], count: Int)

  private struct Span {
    let since: Timestamp?
    let until: Timestamp?
  }

  /// How many events an answer has at most: the newest of the time that is asked about.
  let limit: Int
  /// How many questions are asked at most.
  let most: Int

  /// All events from a time on, in the order of their seq.
  ///
  /// - Parameters:
  ///   - since: The earliest time; `nil` for all.
  ///   - ask: Answers for a time from the first up to but without the second.
  /// - Returns: The events, and whether some are left out.
  /// - Throws: What `ask` throws.
  func events(
    from since: Timestamp?,
    ask: (_ since: Timestamp?, _ until: Timestamp?) async throws -> Answer
  ) async throws -> (events: [CrampEvent], isCut: Bool) {
    var spans = [Span(since: since, until: nil)]
    var found: [CrampEvent] = []
    var isCut = false
    var questions = 0
    // The newest times first, so that what is left out is old.
    while let span = spans.popLast() {
      guard questions < most else {
        isCut = true
        break
      }
      questions += 1
      let (events, count) = try await ask(span.since, span.until)
      if count >= limit, let middle = Self.middle(of: events, after: span.since) {
        spans.append(Span(since: span.since, until: middle))
        spans.append(Span(since: middle, until: span.until))
      } else {
        isCut = isCut || count >= limit
        found += events
      }
    }
    return (found.sorted { $0.seq < $1.seq }, isCut)
  }

  /// A time that has events on both sides; `nil` where all are of the same time.
  private static func middle(of events: [CrampEvent], after since: Timestamp?) -> Timestamp? {
    let times = events.map(\.time).sorted()
    guard let first = times.first else { return nil }
    let middle = times[times.count / 2]
    let time = middle > first ? middle : times.first { $0 > first }
    return time.flatMap { time in since.map { time > $0 } ?? true ? time : nil }
  }
}
