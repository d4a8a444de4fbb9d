import CrampModel
import CrampRoutine
import EventStream
import Foundation
import Synchronization

/// The daemon's part in a routine: a session, marks in it, and what was measured meanwhile.
///
/// The course never waits for it: marks go through a bounded queue, and one that comes too late to be
/// true is dropped.
final class RoutineSession: Sendable {
  /// A mark that is older tells a wrong time; an assumption.
  private static let freshness = Duration.seconds(2)
  /// More marks than one types while the daemon is slow.
  private static let most = 64
  /// The session's last spans are over when the samples up to its end are: for so long are they
  /// waited for.
  private static let patience = Duration.seconds(4)
  private static let pause = Duration.milliseconds(200)

  private struct Mark: Encodable {
    let text: String
    let cue: String
  }

  private struct Start: Encodable {
    let name: String
    let kind: String
  }

  private struct Standing {
    var notices: [String] = []
    var doesAnswer = true
    var isOpen = false
    var channels: [MeasuredChannel] = []
  }

  private let daemon: Daemon
  private let name: String
  private let standing = Mutex(Standing())
  private let marks: AsyncStream<(Mark, ContinuousClock.Instant)>
  private let entry: AsyncStream<(Mark, ContinuousClock.Instant)>.Continuation

  init(daemon: Daemon, name: String) {
    self.daemon = daemon
    self.name = name
    (marks, entry) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.most))
  }

  /// What there is to tell the person, once.
  var notices: [String] {
    standing.withLock { standing in
      defer { standing.notices = [] }
      return standing.notices
    }
  }

  /// What the daemon measures.
  var channels: [MeasuredChannel] { standing.withLock(\.channels) }

  /// Begins the session.
  ///
  /// - Returns: Whether a daemon is there.
  func start(kind: Routine.Kind) async -> Bool {
    do {
      let snapshot = try await daemon.ask("status").greeting.snapshot
      let listing = try JSONDecoder().decode(Listing.self, from: Data(snapshot.utf8))
      let channels = listing.channels.map {
        MeasuredChannel(sensor: $0.sensor, name: $0.channel, muscle: $0.muscle)
      }
      standing.withLock { $0.channels = channels }
    } catch {
      say("nothing is measured: \(error)")
      return false
    }
    if channels.isEmpty { say("nothing is measured: no sensor is there; see `crampctl status`") }
    do {
      let params = try Self.json(Start(name: name, kind: kind.rawValue))
      _ = try await ask("session.start", params)
      standing.withLock { $0.isOpen = true }
    } catch {
      say("without a session of its own: \(error)")
    }
    return true
  }

  /// Marks this moment.
  func mark(_ text: String, cue: String) {
    entry.yield((Mark(text: text, cue: cue), .now))
  }

  /// Sends the marks until ``finish()`` and the last of them.
  func run() async {
    for await (mark, time) in marks where time.duration(to: .now) < Self.freshness {
      do {
        _ = try await ask("mark", Self.json(mark))
        change(to: true, "marks reach the daemon again")
      } catch {
        change(to: false, "marks are lost, and the routine goes on: \(error)")
      }
    }
  }

  /// No more marks.
  func finish() { entry.finish() }

  /// Ends the session, if it is this routine's.
  func stop() async {
    guard standing.withLock(\.isOpen) else { return }
    do {
      _ = try await ask("session.stop", Daemon.object("name", name))
    } catch {
      say("the session \(name) is still open: \(error); end it with `crampctl session stop`")
    }
  }

  /// The `tone` events since a time, up to the end of the session where they come soon.
  func tones(
    since begin: Timestamp,
    until end: Timestamp,
    _ interruption: Interruption
  ) async throws -> [CrampEvent] {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let events = try await history(since: begin)
      let isComplete = channels.allSatisfy { channel in
        events.contains { channel.isToldBy($0) && $0.detected >= end.advanced(bySeconds: -1) }
      }
      if isComplete || ContinuousClock.now >= deadline || interruption.isUrgent { return events }
      try await Task.sleep(for: Self.pause)
    }
  }

  private func history(since begin: Timestamp) async throws -> [CrampEvent] {
    let answer = try await ask("history", #"{"types":["tone","marker"],"limit":10000}"#)
    let events = try JSONDecoder().decode(Past.self, from: Data(answer.utf8)).events
    // The times of tones are those of the samples, which need not be those of the day.
    return SampleTimes.moved(
      Array(events.drop { $0.type != .marker || $0.time < begin })
    )
  }

  /// Asks one thing; a refusal names its method by itself.
  private func ask(_ method: String, _ params: String) async throws -> String {
    try await daemon.ask(method, params: params) { _, message in Failure(message) }.result
  }

  private func say(_ notice: String) {
    standing.withLock { $0.notices.append(notice) }
  }

  /// Tells only what is new.
  private func change(to doesAnswer: Bool, _ notice: String) {
    standing.withLock { standing in
      guard standing.doesAnswer != doesAnswer else { return }
      standing.doesAnswer = doesAnswer
      standing.notices.append(notice)
    }
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  private struct Listing: Decodable {
    struct Channel: Decodable {
      let sensor: String?
      let channel: String
      let muscle: String?
    }

    let channels: [Channel]
  }

  private struct Past: Decodable {
    let events: [CrampEvent]
  }
}

extension MeasuredChannel {
  /// Whether an event is about this channel.
  func isToldBy(_ event: CrampEvent) -> Bool {
    event.channel == name && (sensor == nil || event.sensor == sensor)
  }
}
