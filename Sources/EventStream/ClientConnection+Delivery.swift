import CrampModel
import EventJournal
import Logging
import NIOCore

/// Hello, events and signs of life.
extension ClientConnection {
  /// How long a client waits for a disk that could not be read.
  private static let pause = TimeAmount.seconds(1)

  /// Says who we are and how things stand; the events that follow begin right after.
  func greet() {
    guard let context else { return }
    let room = room
    room.read(on: context.eventLoop) { Greeting(room) }
      .assumeIsolated()
      .whenSuccess { greeting in
        self.cursor = greeting.seq
        self.whole { for line in greeting.lines { self.write(line) } }
        self.phase = .serving
        self.advance()
      }
  }

  /// Takes events that are new, without a hole, if this client has all that came before them.
  func take(_ events: [FramedEvent]) {
    let before = cursor
    if phase == .serving, !isReadingJournal, longAnswer == nil, lateAnswers.isEmpty,
      let first = events.first, first.seq == cursor + 1, hasRoom
    {
      // A write that fills the queue calls back at once, and must not find half of this undone.
      whole { send(events) }
    }
    let end = cursor
    advance()
    guard end > before else { return }
    let now = ContinuousClock.now
    for event in events where event.seq <= end && event.isWanted(by: subscription) {
      if let timing = event.timing { room.journal.delays.note(delivered: timing, at: now) }
    }
  }

  /// Tells of events that cannot be written yet; returns whether there may be more to do at once.
  func sendPending() -> Bool {
    let newest = room.journal.mark.waiting
    guard pendingCursor < newest else { return false }
    let some = room.journal.waitingEvents(after: pendingCursor, limit: 32)
    for (number, event) in some {
      guard hasRoom else { return false }
      pendingCursor = number
      let type = event.type.rawValue
      guard subscription.wants(type: type, sensor: event.sensor, channel: event.channel) else {
        continue
      }
      write(Message.notification("pending", event.json()))
    }
    // Those that are written by now come as events.
    if some.isEmpty { pendingCursor = newest }
    return true
  }

  /// Sends the next events; returns whether there may be more to do at once.
  func deliver() -> Bool {
    guard !isReadingJournal else { return false }
    if cursor < room.recent.newest {
      let piece = room.configuration.limits.pieceBytes
      if let events = room.recent.events(after: cursor, bytes: piece) {
        send(events)
        return true
      }
      readJournal()
    } else if room.isEnding, cursor >= room.journal.newestSeq, !isAnswering, lateAnswers.isEmpty {
      phase = .ending
      closeWhenSent()
    }
    return false
  }

  private func send(_ events: [FramedEvent]) {
    var count = 0
    for event in events {
      guard hasRoom else { break }
      cursor = event.seq
      guard event.isWanted(by: subscription) else { continue }
      write(event.line)
      count += 1
    }
    room.statistics.noteDelivery(of: count)
  }

  /// Catches up from the disk, a piece at a time.
  private func readJournal() {
    guard let context else { return }
    isReadingJournal = true
    let (room, after, filter) = (room, cursor, subscription.filter)
    let number = subscriptionNumber
    room.statistics.noteCatchUp()
    room.read(on: context.eventLoop) { try JournalStretch(after: after, filter: filter, in: room) }
      .assumeIsolated()
      .whenComplete { result in
        self.isReadingJournal = false
        switch result {
        case .success(let stretch):
          // There may be another subscription by now, or half of a long answer.
          if self.subscriptionNumber == number, self.longAnswer == nil, self.phase == .serving {
            self.whole { self.send(stretch) }
          }
          self.advance()
        case .failure(let error):
          room.logger.error("a client cannot catch up", metadata: ["cause": "\(error)"])
          self.tryAgainLater()
        }
      }
  }

  /// Asks the disk again after a while; what is new meanwhile waits for what came before it.
  private func tryAgainLater() {
    guard let context else { return }
    isReadingJournal = true
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
      self.isReadingJournal = false
      self.advance()
    }
  }

  private func send(_ stretch: JournalStretch) {
    cursor = stretch.end
    write(stretch.bytes)
    room.statistics.noteDelivery(of: stretch.count)
  }

  /// Gives a sign of life as soon as the client takes it.
  func beat(newestSampleAge: Double?) {
    guard phase == .serving else { return }
    heartbeat = .some(newestSampleAge)
    advance()
  }

  /// Returns whether there may be more to do at once.
  func sendHeartbeat(newestSampleAge: Double?) -> Bool {
    heartbeat = nil
    switch room.recent.oldest(after: cursor, for: subscription) {
    case .none: writeHeartbeat(newestSampleAge: newestSampleAge, waiting: nil)
    case .decided(let decision):
      writeHeartbeat(newestSampleAge: newestSampleAge, waiting: decision)
    case .elsewhere:
      guard let context else { return false }
      let (journal, after, filter) = (room.journal, cursor, subscription.filter)
      room.read(on: context.eventLoop) {
        try journal.reader.lines(after: after, limit: 1, filter: filter).first
      }
      .assumeIsolated()
      .whenComplete { line in
        guard self.phase == .serving, self.longAnswer == nil else { return }
        let waiting = (try? line.get())?.detectedMicroseconds
        self.whole { self.writeHeartbeat(newestSampleAge: newestSampleAge, waiting: waiting) }
        self.advance()
      }
    }
    return true
  }

  private func writeHeartbeat(newestSampleAge: Double?, waiting decision: Int64?) {
    let age = decision.map { decision in
      max(0, WallClock.now.seconds(since: Timestamp(microseconds: decision)))
    }
    let body = JSONText.object([
      ("seq", String(room.journal.newestSeq)),
      ("oldest_undelivered_s", age.flatMap(JSONText.seconds)),
      ("newest_sample_s", newestSampleAge.flatMap(JSONText.seconds)),
    ])
    write(Message.notification("heartbeat", body))
  }

  /// Begins to show signals at the subscription's rate, or ends it.
  func showSignals() {
    signalTimer?.cancel()
    signalTimer = nil
    // A timer that is due already can no longer be cancelled.
    signalRound += 1
    signals = SignalFeed()
    guard let rate = subscription.signalRate, let board = room.services.signals else { return }
    showSignals(of: board, every: .nanoseconds(Int64(1e9 / rate)), at: .now())
  }

  private func showSignals(of board: SignalBoard, every pause: TimeAmount, at time: NIODeadline) {
    guard let context else { return }
    let round = signalRound
    signalTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
      guard round == self.signalRound else { return }
      self.showSignals(of: board)
      self.showSignals(of: board, every: pause, at: max(time + pause, .now()))
    }
  }

  private func showSignals(of board: SignalBoard) {
    let isFree = hasRoom && phase == .serving && longAnswer == nil
    let (lines, dropped) = signals.lines(of: board, for: subscription, hasRoom: isFree)
    if dropped > 0 { room.statistics.noteDroppedSignals(dropped) }
    guard !lines.isEmpty else { return }
    for line in lines { write(line) }
    context?.flush()
  }
}
