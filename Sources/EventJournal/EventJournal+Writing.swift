import CrampModel
import GRDB
import Synchronization

extension EventJournal {
  /// Takes up the work on the journal's thread.
  func begin(_ trouble: JournalTrouble?) {
    if let trouble { return meet(trouble) }
    checkLater()
    trim()
  }

  /// Writes the oldest events that are there, and comes back if there are more.
  func write() {
    guard !isOver else { return }
    if attempts.trouble != nil, ContinuousClock.now < attempts.next {
      keepWaiting()
      return
    }
    attempt()
  }

  private func attempt() {
    do throws(JournalObstacle) {
      try openAgain()
    } catch {
      return meet(JournalTrouble(error))
    }
    let parcels = backlog.head(eventsPerCommit)
    do {
      if !parcels.isEmpty { try commit(parcels) }
      celebrate()
      if backlog.count > 0 { onThread { $0.write() } }
    } catch {
      meet(error, parcels)
    }
  }

  private func commit(_ parcels: [JournalBacklog.Parcel]) throws {
    guard let database else { return }
    let begin = ContinuousClock.now
    let stamp = clock.stamp
    var stored = parcels.map(\.events)
    var lines: [UInt8] = []
    var fresh: [JournalLine] = []
    let first = try database.write { database in
      let first = max(newestWritten, try JournalSchema.newestRow(database)) + 1
      if !isBootNoted { try clock.session?.insert(at: clock.now.microseconds, into: database) }
      var seq = first
      for parcel in stored.indices {
        for index in stored[parcel].indices {
          stored[parcel][index].seq = seq
          let json = stored[parcel][index].json()
          try JournalSchema.insert(stored[parcel][index], json: json, stamp: stamp, into: database)
          JournalCopyLine.write(json: json, stamp: stamp, to: &lines)
          let timing = parcels[parcel].timing
          fresh.append(JournalLine(stored[parcel][index], json: json, timing: timing))
          seq += 1
        }
      }
      return first
    }
    isBootNoted = true
    let count = stored.reduce(0) { $0 + $1.count }
    newestWritten = first + Int64(count) - 1
    copyOut(lines, from: first)
    remember(fresh)
    eventsPerCommit = min(eventsPerCommit * 2, limits.eventsPerCommit)
    tell(parcels, stored, took: begin.duration(to: .now), oldest: first)
    trimIfDue(count)
  }

  private func tell(
    _ parcels: [JournalBacklog.Parcel],
    _ stored: [[CrampEvent]],
    took duration: Duration,
    oldest: Int64
  ) {
    backlog.remove(parcels.count)
    board.withLock { health in
      health.count(commitOf: stored.reduce(0) { $0 + $1.count }, took: duration)
      if health.oldestSeq == nil { health.oldestSeq = oldest }
      health.copyBytes = copy.length
    }
    tidings.change { $0.seq = newestWritten }
    for (parcel, events) in zip(parcels, stored) {
      parcel.ticket?.resume(returning: .success(events))
    }
  }

  private func openAgain() throws(JournalObstacle) {
    guard database == nil else { return }
    // Closed before: closing it later would take away the locks of the connections that come now.
    source.beginMending()
    source.waitForReaders()
    discardRewriting()
    try? readable?.close()
    var file = file
    // What was given once is not given again, even where neither file knows of it any more.
    file.floor = newestWritten
    isOpening.store(true, ordering: .relaxed)
    defer { isOpening.store(false, ordering: .relaxed) }
    do throws(JournalObstacle) {
      take(try file.open())
    } catch {
      offerReadable(because: JournalTrouble(error))
      throw error
    }
    opened = .now
  }

  /// Lets readers have what can be read without writing.
  private func offerReadable(because trouble: JournalTrouble) {
    readable = try? JournalReader.open(path)
    if let readable {
      source.replace(with: readable)
    } else {
      source.remove(because: trouble.present)
    }
  }

  private func take(_ opened: JournalFile.Opened) {
    database = opened.database
    tail.clear()
    soundness = JournalSoundness(opened.seal)
    isBootNoted = false
    copy = opened.copy
    newestWritten = max(newestWritten, opened.newest)
    source.replace(with: opened.database)
    board.withLock { health in
      health.oldestSeq = opened.oldest
      health.copyTrouble = opened.copyTrouble.map { .init(message: $0, since: clock.now) }
    }
    if let seal = opened.seal { source.note(of: seal) }
    checkLater()
    tidings.change { $0.seq = newestWritten }
    if let recovery = opened.recovery, !recovery.isTold {
      say(recovery.message, lost: recovery.lost)
    }
  }

  private func say(_ message: String, lost: Int) {
    _ = backlog.enter([clock.recovered(message, lost: lost)], always: true)
    onThread { $0.write() }
  }

  /// Notes that writing works, and tells of it when all that waited is written.
  private func celebrate() {
    guard attempts.trouble != nil, !backlog.hasNumbered else { return }
    guard
      let end = attempts.succeed(numbered: backlog.newestNumber, dropped: backlog.dropped)
    else { return }
    board.withLock { $0.trouble = nil }
    say(end.message, lost: end.lost)
    tidings.change { $0.trouble = false }
    scheduleTrimming()
  }
}

extension EventJournal {
  private func meet(_ error: any Error, _ parcels: [JournalBacklog.Parcel]) {
    switch JournalObstacle("append", path, error) {
    case .trouble(let trouble): meet(trouble)
    case .damage(let finding): mend(because: finding)
    case .final(let error): refuse(parcels, error)
    }
  }

  private func meet(_ trouble: JournalTrouble) {
    let isFirst = attempts.fail(
      trouble,
      limits: limits,
      numbered: backlog.newestNumber,
      dropped: backlog.dropped
    )
    if isFirst { discardRewriting() }
    board.withLock { health in
      let since = isFirst ? clock.now : health.trouble?.since ?? clock.now
      health.trouble = .init(message: trouble.present, since: since)
    }
    keepWaiting()
    onThread(after: attempts.pause) { [count = attempts.count] journal in
      if journal.attempts.count == count, !journal.isOver { journal.attempt() }
    }
  }

  /// Numbers the events that have just joined those that wait, and tells of them.
  private func keepWaiting() {
    let tickets = backlog.number()
    tidings.change { mark in
      mark.waiting = backlog.newestNumber
      mark.trouble = true
    }
    let reason = attempts.trouble?.present ?? ""
    for (ticket, count) in tickets {
      ticket.resume(returning: .failure(refusal(count, reason, waits: true)))
    }
  }

  /// Gives up events that can never be written, so that others can.
  private func refuse(_ parcels: [JournalBacklog.Parcel], _ error: JournalError) {
    if parcels.count > 1 {
      eventsPerCommit = 1
    } else if let parcel = parcels.first {
      backlog.remove(1, lost: true)
      parcel.ticket?.resume(
        returning: .failure(refusal(parcel.events.count, error.message))
      )
    }
    if backlog.count > 0 { onThread { $0.write() } }
  }

  /// Opens the file anew, which sets it aside if it is damaged.
  ///
  /// What comes again at once after a file was checked and opened is trouble with a pause.
  func mend(because finding: String) {
    stopChecking()
    source.beginMending()
    source.waitForReaders()
    // Before the file gets another name: the last connection to close removes the log by name.
    try? database?.close()
    database = nil
    guard let opened, opened.duration(to: .now) < limits.longestPause else { return attempt() }
    let trouble = JournalTrouble(.damage(finding))
    meet(trouble)
    offerReadable(because: trouble)
  }

  /// Mends what a reader has found, unless an attempt has just failed.
  func mendForReader() {
    guard source.isMending, !isOver else { return }
    guard let trouble = attempts.trouble, ContinuousClock.now < attempts.next else {
      return mend(because: "a row or page is malformed")
    }
    if let database {
      source.replace(with: database)
    } else if let readable {
      source.replace(with: readable)
    } else {
      source.remove(because: trouble.present)
    }
  }

  /// Writes what is left as far as that works now; damage and a lock are no reason to give up at
  /// once.
  private func writeLast() {
    var failures = 0
    while backlog.count > 0, failures < 3 {
      var parcels: [JournalBacklog.Parcel] = []
      do {
        try openAgain()
        parcels = backlog.head(eventsPerCommit)
        try commit(parcels)
        celebrate()
      } catch {
        switch JournalObstacle("append", path, error) {
        case .final(let error) where !parcels.isEmpty:
          refuse(parcels, error)
        case .damage:
          try? database?.close()
          database = nil
          failures += 1
        case .trouble, .final:
          failures += 1
        }
      }
    }
  }

  /// Writes what is left, whatever the pause, and ends the journal.
  func finish() throws(JournalError) {
    guard !isOver else { return }
    stopChecking()
    writeLast()
    isOver = true
    let lost = backlog.close()
    tidings.close()
    for parcel in lost {
      let error = refusal(parcel.events.count, "it is closed")
      parcel.ticket?.resume(returning: .failure(error))
    }
    _ = try? database?.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    let copy = copy
    let closed = source.closed.episodes
    self.copy.abandon()
    source.remove(because: "it is closed")
    source.waitForReaders()
    if let database, (try? database.close()) != nil { seal(copy, closed) }
    database = nil
    let count = lost.reduce(0) { $0 + $1.events.count }
    guard count == 0 else {
      let reason = attempts.trouble?.present ?? "they were refused"
      throw JournalError(
        operation: "close",
        path: path,
        message: "\(count) events could not be written: \(reason)"
      )
    }
  }
}
