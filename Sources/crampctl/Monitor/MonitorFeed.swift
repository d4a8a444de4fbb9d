import CrampModel
import EventStream

/// Brings to the board what the daemon says, for as long as the monitor runs.
struct MonitorFeed {
  /// Events from before that are listed at the start.
  static var past: String {
    let types = EventType.allCases.filter { !MonitorPicture.unlisted.contains($0) }
    return #"{"types":["\#(types.map(\.rawValue).joined(separator: #"",""#))"],"limit":60}"#
  }
  /// What was found to be usual lately; an assumption about how far back that is worth knowing.
  private static let usual = #"{"types":["tone.raised","tone.usual"],"limit":200}"#

  let daemon: Daemon
  let board: MonitorBoard

  /// Learns what was, so that the first picture is not empty.
  ///
  /// - Returns: The seq after which the stream goes on.
  /// - Throws: ``Failure`` if no daemon answers.
  func begin() async throws -> Int64 {
    let greeting = try await daemon.ask("ping").greeting
    let seq = greeting.newestSeq
    let snapshot = greeting.snapshot
    board.change { picture, now in
      picture.take(.snapshot(seq: seq, json: snapshot), at: now)
    }
    do {
      let past = try await daemon.ask("history", params: Self.past).result
      let usual = try await daemon.ask("history", params: Self.usual).result
      board.change { picture, _ in
        picture.take(history: past)
        picture.take(toneHistory: usual)
      }
    } catch {
      let text = "what was before is not known: \(error)"
      board.change { picture, now in picture.notify(text, at: now) }
    }
    return seq
  }

  /// Follows the stream after `seq`; asks anew when other readings are wanted.
  func run(after seq: Int64) async throws {
    var last: Int64? = seq
    while true {
      let rate = board.change { picture, _ in
        let rate = picture.signalRate
        picture.subscribe(rate)
        return rate
      }
      do {
        try await follow(rate, &last)
      } catch let EventFollowerError.refused(code: _, message) {
        // The journal is another than before, and its events begin anew.
        guard last != nil else { throw Failure("monitor: \(message)") }
        last = nil
      } catch let error as EventFollowerError {
        throw Failure("monitor: \(error.description): update crampctl")
      }
      try Task.checkCancellation()
    }
  }

  private func follow(_ rate: Double, _ last: inout Int64?) async throws {
    let follower = EventFollower(
      path: daemon.path,
      subscription: EventSubscription(after: last, signalRate: rate)
    )
    try await follower.run { update in
      switch update {
      case .event(let seq, json: _): last = seq
      case .gap(from: _, to: let seq, reason: _): last = seq
      case .newJournal: last = 0
      default: break
      }
      return board.change { picture, now in
        picture.take(update, at: now)
        return picture.isServed
      }
    }
  }

  /// Notes each text that comes as a mark, and says what became of it.
  ///
  /// One that waited behind another has missed its moment, and is dropped.
  func mark(_ texts: AsyncStream<MonitorNote>) async {
    for await note in texts {
      let text = note.text
      guard note.time.duration(to: .now) < MonitorNote.freshness else {
        board.change { picture, now in
          picture.notify("not marked, the daemon was too slow: \(text)", at: now)
        }
        continue
      }
      let outcome: String
      do {
        _ = try await daemon.ask("mark", params: Daemon.object("text", text))
        outcome = "marked: \(text)"
      } catch {
        outcome = String(describing: error)
      }
      board.change { picture, now in picture.notify(outcome, at: now) }
    }
  }
}

/// What a person notes, and when Enter was pressed.
struct MonitorNote: Sendable {
  /// A mark that is older tells a wrong time; an assumption.
  static let freshness = Duration.seconds(2)

  let text: String
  var time = ContinuousClock.now
}
