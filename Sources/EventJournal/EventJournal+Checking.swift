import Synchronization

/// What is known of the soundness of a journal's files.
enum JournalSoundness: Equatable {
  /// All of them was looked at, when they were opened or since then.
  case checked
  /// They were opened on the word of their seal, as in so many runs before that ended too soon.
  case sealed(uncheckedRuns: Int)
  /// The disk did not let them be looked at.
  case doubtful

  init(_ seal: JournalSeal?) {
    self = seal.map { .sealed(uncheckedRuns: $0.uncheckedRuns) } ?? .checked
  }
}

extension EventJournal {
  /// Checks in a while what was opened on the word of its seal.
  func checkLater() {
    guard case .sealed = soundness else { return }
    let check = JournalCheck(file, through: newestWritten)
    self.check = check
    // When all else has started.
    let pause = limits.pauseBeforeCheck
    onThread(after: pause > .zero ? pause : nil) { journal in
      guard journal.check === check, !journal.isOver else { return }
      check.begin { outcome in journal.onThread { $0.take(outcome, of: check) } }
    }
  }

  /// Ends a check before the file is closed under it.
  func stopChecking() {
    check?.stop()
    check = nil
  }

  private func take(_ outcome: JournalCheck.Outcome, of check: JournalCheck) {
    guard self.check === check, !isOver else { return }
    self.check = nil
    switch outcome {
    case .sound:
      soundness = .checked
    case .tornCopy:
      // It is written anew from the rows with the next event.
      copy.abandon()
      soundness = .checked
    case .damage(let finding):
      mend(because: finding)
    case .unfinished:
      soundness = .doubtful
    }
    scheduleTrimming()
  }

  /// Seals the files once they are closed, if nothing is left to write.
  func seal(_ copy: JournalCopy, _ closed: ClosedEpisodes) {
    guard attempts.trouble == nil, copy.isOpen, copy.through == newestWritten else { return }
    let uncheckedRuns: Int
    switch soundness {
    case .checked: uncheckedRuns = 0
    case .sealed(let runs): uncheckedRuns = runs + 1
    case .doubtful: return
    }
    // Without it, the files are checked when they are opened.
    try? JournalSeal.put(
      on: path,
      newest: newestWritten,
      dead: copy.dead,
      closed: closed.last,
      uncheckedRuns: uncheckedRuns
    )
  }
}

extension JournalDatabase {
  /// Takes over what the last run knew.
  func note(of seal: JournalSeal) {
    note(ClosedEpisodes(last: seal.closed, asOf: seal.newest), generation: closed.generation)
  }
}
