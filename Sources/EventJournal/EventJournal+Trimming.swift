import GRDB
import Synchronization

extension EventJournal {
  /// Keeps events for longer or shorter from now on.
  ///
  /// - Parameter retention: Which events are removed.
  public func use(_ retention: JournalRetention) {
    self.retention = retention
    scheduleTrimming()
  }

  /// Looks at retention soon, and from then on now and again.
  func scheduleTrimming() {
    guard retention != .keepAll else { return }
    onThread { $0.trim() }
  }

  /// Counts written events, and looks at retention when it is time.
  func trimIfDue(_ count: Int) {
    guard retention != .keepAll else { return }
    trimming.written += count
    let isLate = trimming.looked.duration(to: .now) >= limits.timePerTrimming
    if isLate || trimming.written >= limits.eventsPerTrimming { scheduleTrimming() }
  }

  /// One small step; commits come between it and the next.
  func trim() {
    guard retention != .keepAll, let database, !isOver, attempts.trouble == nil else { return }
    // It compares the files as they were when it began.
    guard check == nil else { return }
    trimming.rows = max(trimming.rows, limits.rowsPerTrimming)
    trimming.looked = .now
    trimming.written = 0
    do {
      let (step, oldest) = try database.write { database in
        (
          try JournalTrimming.step(
            retention,
            rows: trimming.rows,
            now: clock.stamp,
            limits: limits,
            in: database
          ),
          try JournalSchema.oldestRow(database)
        )
      }
      copy.dead += step.bytes
      board.withLock { health in
        health.removed += step.removed
        health.oldestSeq = oldest
      }
      let isWider = step.isNarrow && trimming.rows < limits.mostRowsPerTrimming
      trimming.rows = isWider ? trimming.rows * 2 : limits.rowsPerTrimming
      if step.isMore || isWider { onThread { $0.trim() } }
      // Where events come as fast as they go there is always more to remove.
      shortenCopy()
    } catch {
      // Nothing is lost by keeping events for longer; the next look tries again.
    }
  }

  /// Begins to write the copy anew when more than half of it is about removed events.
  private func shortenCopy() {
    guard trimming.rewriting == nil, copy.isOpen, copy.length > limits.smallestRewrite,
      copy.dead > copy.length / 2
    else { return }
    do throws(DiskError) {
      let bytes = copy.length - copy.dead
      trimming.rewriting = .init(
        copy: try JournalCopyRewriting(path: copy.path, bytes: bytes, mode: copy.mode)
      )
      onThread { $0.moveCopy() }
    } catch {
      discardRewriting()
      noteCopy(error)
    }
  }

  /// Moves the next lines into the new copy, and changes it for the old one at the end.
  private func moveCopy() {
    guard var rewriting = trimming.rewriting, let database, !isOver else { return }
    trimming.rewriting = nil
    do {
      let trimmed = try database.read { try JournalSchema.trimmed($0) }
      let bytes = try copy.read(limits.copiedBytesPerStep, at: rewriting.offset)
      guard !bytes.isEmpty || rewriting.offset >= copy.length else {
        throw DamagedJournal(finding: "the copy is shorter than it was")
      }
      rewriting.offset += bytes.count
      rewriting.text.push(bytes[...])
      while let piece = rewriting.text.next() {
        guard case .line(let line) = piece else { throw DamagedJournal(finding: "torn copy") }
        guard case .event(let seq, let stamp, let json) = line, seq > trimmed else { continue }
        try rewriting.copy.add(json: String(decoding: json, as: UTF8.self), stamp: stamp)
        rewriting.last = seq
      }
      if rewriting.offset < copy.length {
        try rewriting.copy.flush()
        trimming.rewriting = rewriting
        onThread { $0.moveCopy() }
        return
      }
      if rewriting.last < copy.through { try rewriting.copy.add(newest: copy.through) }
      try copy.adopt(rewriting.copy)
    } catch let error as DiskError {
      discardRewriting()
      noteCopy(error)
    } catch {
      discardRewriting()
      // The copy has a line that cannot be trusted: all of it comes from the rows.
      copy.abandon()
    }
  }
}

extension EventJournal {
  /// Gives up a new copy that is not finished, and the room that it takes.
  func discardRewriting() {
    trimming.rewriting = nil
    JournalCopyRewriting.discard(path: copy.path)
  }

  /// Writes lines to the copy before their events are told of; trouble with it stops nothing.
  func copyOut(_ lines: [UInt8], from first: Int64) {
    do {
      if copy.isOpen, copy.through == first - 1 {
        try copy.append(lines, through: newestWritten)
      } else {
        guard ContinuousClock.now >= copyAttempt, let database else { return }
        // A rewriting of the whole copy uses the same name.
        if !copy.isOpen { discardRewriting() }
        try file.catchUp(&copy, with: database, newest: newestWritten)
      }
      if board.withLock({ $0.copyTrouble }) != nil { board.withLock { $0.copyTrouble = nil } }
    } catch {
      noteCopy(error)
    }
  }

  private func noteCopy(_ error: any Error) {
    copyAttempt = .now + limits.longestPause
    let message = JournalError("copy", copy.path, error).message
    board.withLock { health in
      let since = health.copyTrouble?.since ?? clock.now
      health.copyTrouble = .init(message: message, since: since)
    }
  }
}
