import Glibc

/// Whether the state directory is the daemon's, and has room.
struct StateCheck {
  let scene: Scene

  /// The journal's log grows to 4 MB before it is folded in, and a rewriting needs the file twice.
  private static let little: UInt64 = 64 << 20
  private static let least: UInt64 = 8 << 20

  private var path: String { scene.machine.stateDirectory }

  var findings: [Finding] {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(path)
    } catch {
      if error.isAbsent {
        return [finding(.note, "there is no \(path) yet; crampd makes it when it starts")]
      }
      return [
        finding(.note, "\(path) cannot be looked at: \(error.words)", mend: "sudo crampctl doctor")
      ]
    }
    guard [.directory, .link].contains(status.kind) else {
      return [finding(.wrong, "\(path) is no directory", mend: "move it away and restart crampd")]
    }
    let findings = (status.kind == .directory ? rights(status) : []) + disk
    return findings.isEmpty ? [finding(.ok, "\(path) is crampd's and has room")] : findings
  }

  private func rights(_ status: FileStatus) -> [Finding] {
    var findings: [Finding] = []
    if let daemon = scene.daemonUser, status.user != daemon.user {
      findings.append(
        finding(
          .wrong,
          "\(path) belongs to user \(status.user) and not to crampd's user \(daemon.user)",
          mend: scene.machine.asRoot("chown -R \(owner(daemon)) \(path)")
        )
      )
    }
    if status.mode & 0o007 != 0 {
      findings.append(
        finding(
          .warning,
          "\(path) is open to everybody (mode \(status.octal))",
          mend: scene.isService
            ? scene.machine.asRoot("chmod 0750 \(path)") : "chmod 0700 \(path)"
        )
      )
    }
    if scene.isService, status.mode & 0o050 != 0o050 {
      findings.append(
        finding(
          .warning,
          "the group may not read \(path) (mode \(status.octal))",
          mend: scene.machine.asRoot("chmod 0750 \(path)")
        )
      )
    }
    return findings
  }

  private func owner(_ daemon: Account) -> String {
    scene.isService ? "crampd:crampd" : "\(daemon.user)"
  }

  private var disk: [Finding] {
    let disk: Disk
    do throws(SystemError) {
      disk = try Disk(under: path)
    } catch {
      return [finding(.note, "the disk of \(path) cannot be looked at: \(error.words)")]
    }
    var findings: [Finding] = []
    if disk.free < Self.little {
      findings.append(
        finding(
          disk.free < Self.least ? .wrong : .warning,
          "\(disk.free >> 20) MB are free under \(path)",
          mend: "make room: df -h \(path); the configuration's journal: limits what is kept"
        )
      )
    }
    if let files = disk.files, files < 100 {
      findings.append(
        finding(
          files < 10 ? .wrong : .warning,
          "\(files) more files fit under \(path)",
          mend: "remove small files: df -i \(path)"
        )
      )
    }
    if let network = disk.network {
      findings.append(
        finding(
          .warning,
          "\(path) is on a network (\(network)), where a journal can be damaged",
          mend: "set state_dir: to a local disk"
        )
      )
    }
    if disk.isMemory {
      findings.append(
        finding(
          .warning,
          "\(path) is in memory and is lost when the machine is switched off",
          mend: "set state_dir: to a disk"
        )
      )
    }
    return findings
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("state", level, message, mend: mend)
  }
}
