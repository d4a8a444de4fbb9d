import EventJournal
import EventStream

/// Whether the journal can be read, what is newest in it, and what the daemon says of it.
struct JournalCheck {
  let scene: Scene

  private var path: String { scene.journal }

  var findings: [Finding] {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(path)
    } catch {
      return told + setAside + [unseen(error)]
    }
    return opened + rights(status) + told + setAside
  }

  private func unseen(_ error: SystemError) -> Finding {
    if error.isDenied {
      return finding(
        .note,
        "\(path) cannot be looked at: \(error.words)",
        mend: Membership.remedy(scene)
      )
    }
    guard error.isAbsent else { return finding(.warning, "\(path): \(error.words)") }
    guard scene.visit?.outcome == .met else {
      return finding(.note, "there is no journal \(path) yet; crampd begins one")
    }
    let other = scene.visit?.status?.journal?.path
    return finding(
      .warning,
      "there is no journal \(path)" + (other.map { "; the daemon writes \($0)" } ?? ""),
      mend: other.map { "crampctl doctor --state-dir \(Self.directory(of: $0))" }
    )
  }

  private var opened: [Finding] {
    do throws(JournalError) {
      let reader = try JournalReader(path: path)
      let newest = try reader.newestSeq()
      let last = try reader.lines(
        query: HistoryQuery(limit: 1, ascending: false)
      ).last
      let age = last.map { Words.age(of: $0.detectedMicroseconds, at: scene.machine.clock().now) }
      return [
        finding(
          .ok,
          newest == 0
            ? "the journal is empty"
            : "the journal can be read; its newest event is \(newest)\(age.map { ", \($0)" } ?? "")"
        )
      ]
    } catch {
      return [
        finding(
          .wrong,
          "\(path) cannot be read: \(error.message)",
          mend: scene.machine.person.isRoot
            ? "restart crampd, which sets a damaged journal aside and mends it"
            : "sudo crampctl doctor"
        )
      ]
    }
  }

  private func rights(_ status: FileStatus) -> [Finding] {
    let mode = scene.isService ? "0640" : "0600"
    if status.mode & 0o007 != 0 {
      return [
        finding(
          .warning,
          "everybody may read \(path) (mode \(status.octal))",
          mend: scene.machine.asRoot("chmod \(mode) \(path)")
        )
      ]
    }
    if scene.isService, status.mode & 0o040 == 0 {
      return [
        finding(
          .warning,
          "the group may not read \(path) (mode \(status.octal))",
          mend: scene.machine.asRoot("chmod 0640 \(path)")
        )
      ]
    }
    return []
  }

  /// What the daemon says.
  private var told: [Finding] {
    guard let journal = scene.visit?.status?.journal else { return [] }
    var findings: [Finding] = []
    if let waiting = journal.waiting, waiting > 0 || journal.state == "waiting" {
      findings.append(
        finding(
          .wrong,
          "\(waiting) events wait to be written: \(journal.message ?? "no reason was given")",
          mend: "make room on the disk, or make it writable: df -h \(path)"
        )
      )
    }
    if let dropped = journal.dropped, dropped > 0 {
      findings.append(
        finding(
          .wrong,
          "\(dropped) events were lost, as they could not be written for too long",
          mend: "see when: \(scene.logCommand)"
        )
      )
    }
    if let trouble = journal.copyMessage {
      findings.append(
        finding(
          .warning,
          "the copy beside the journal lags behind: \(trouble)",
          mend: "look at the disk: df -h \(path); journalctl -k -p err"
        )
      )
    }
    return findings
  }

  private var setAside: [Finding] {
    let names = (try? Directory.names(in: scene.machine.stateDirectory)) ?? []
    let damaged = names.filter {
      $0.hasPrefix(DefaultPaths.journalName + ".damaged-") && !$0.hasSuffix("-wal")
        && !$0.hasSuffix("-shm") && !$0.hasSuffix("-journal")
    }
    guard let last = damaged.last else { return [] }
    return [
      finding(
        .warning,
        "\(damaged.count) damaged journal\(damaged.count == 1 ? " was" : "s were") set aside, "
          + "the newest as \(last)",
        mend: "look at it with sqlite3 \(scene.machine.stateDirectory)/\(last) .recover, "
          + "and at the disk with journalctl -k -p err"
      )
    ]
  }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("journal", level, message, mend: mend)
  }
}

/// Whether every page of the journal is sound.
struct ContentCheck {
  let scene: Scene

  var findings: [Finding] {
    guard (try? FileStatus(scene.journal)) != nil,
      let reader = try? JournalReader(path: scene.journal)
    else { return [] }
    do throws(JournalError) {
      let damage = try reader.damage()
      guard !damage.isEmpty else {
        return [Finding("content", .ok, "every page of the journal is sound")]
      }
      return [wrong(damage.joined(separator: "; "))]
    } catch {
      return [wrong(error.message)]
    }
  }

  private func wrong(_ cause: String) -> Finding {
    Finding(
      "content",
      .wrong,
      "the journal is damaged: \(cause)",
      mend: scene.isService
        ? scene.machine.asRoot("systemctl restart crampd.service") + ", which mends it"
        : "start crampd anew, which mends it"
    )
  }
}

extension Scene {
  /// The journal's file.
  var journal: String { machine.stateDirectory + "/" + DefaultPaths.journalName }

  /// What shows the daemon's log.
  var logCommand: String {
    isService ? machine.asRoot("journalctl -u crampd.service -n 50") : "its standard error"
  }
}
