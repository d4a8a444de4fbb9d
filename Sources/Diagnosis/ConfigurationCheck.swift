import Glibc

/// Whether the daemon can read its configuration, and understands it.
struct ConfigurationCheck {
  let scene: Scene

  private var path: String { scene.machine.place(scene.machine.configuration) }

  var findings: [Finding] {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(path)
    } catch {
      if error.isAbsent { return [finding(.ok, "there is no \(path); the defaults are in force")] }
      return [unseen(error)]
    }
    guard status.kind == .file || status.kind == .link else {
      return [finding(.wrong, "\(path) is no file", mend: "move it away")]
    }
    return (status.kind == .file ? rights(status) : []) + content
  }

  private func rights(_ status: FileStatus) -> [Finding] {
    guard scene.isService else { return [] }
    var findings: [Finding] = []
    let restrict = scene.machine.asRoot("chown root:crampd \(path)")
    if let daemon = scene.daemonUser {
      if !status.allows(4, user: daemon.user, groups: daemon.groups) {
        findings.append(
          finding(
            .wrong,
            "crampd may not read \(path) (mode \(status.octal))",
            mend: "\(restrict) && \(scene.machine.asRoot("chmod 0640 \(path)"))"
          )
        )
      }
      if daemon.user != 0, status.allows(2, user: daemon.user, groups: daemon.groups) {
        findings.append(
          finding(
            .warning,
            "crampd itself could write \(path) (mode \(status.octal))",
            mend: "\(restrict) && \(scene.machine.asRoot("chmod 0640 \(path)"))"
          )
        )
      }
    }
    if status.mode & 0o002 != 0 {
      findings.append(
        finding(
          .warning,
          "everybody may write \(path) (mode \(status.octal))",
          mend: scene.machine.asRoot("chmod o-w \(path)")
        )
      )
    }
    return findings
  }

  /// What the daemon's own code says of it.
  private var content: [Finding] {
    guard unsafe access(path, R_OK) == 0 else { return [unseen(SystemError(code: errno))] }
    let command = "\(scene.machine.daemon) --check-config --config \(path)"
    switch scene.machine.commands.run(
      scene.machine.daemon,
      "--check-config",
      "--config",
      path
    ) {
    case .absent:
      return [
        finding(
          .warning,
          "there is no program \(scene.machine.daemon) to check \(path) with",
          mend: "install the package crampd"
        )
      ]
    case .late:
      return [finding(.warning, "\(path) could not be checked in time", mend: command)]
    case .ended(status: 0, _, _): return [finding(.ok, "\(path) is good")]
    case .ended(let status, _, let errors):
      let cause = errors.split(separator: "\n").first.map(String.init) ?? "exit status \(status)"
      let text = cause.hasPrefix("crampd: ") ? String(cause.dropFirst(8)) : cause
      return [finding(.wrong, text, mend: "edit \(path), then run \(command)")]
    }
  }

  private func unseen(_ error: SystemError) -> Finding {
    finding(
      error.isDenied ? .note : .warning,
      "\(path) cannot be looked at: \(error.words)",
      mend: error.isDenied ? "sudo crampctl doctor" : nil
    )
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("configuration", level, message, mend: mend)
  }
}
