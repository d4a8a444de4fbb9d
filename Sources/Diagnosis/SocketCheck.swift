/// Whether the socket is there, for the right people, and answered.
struct SocketCheck {
  let scene: Scene

  private var path: String { scene.machine.socket }

  var findings: [Finding] {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(path)
    } catch {
      if error.isAbsent { return [absent] }
      return [finding(.wrong, "\(path): \(error.words)", mend: Membership.remedy(scene))]
    }
    guard status.kind == .socket else {
      return [finding(.wrong, "\(path) is no socket", mend: "move it away, then \(start)")]
    }
    return rights(status) + answer
  }

  private var absent: Finding {
    finding(.wrong, "there is no socket \(path): no daemon listens there", mend: start)
  }

  private var start: String {
    scene.isService && !scene.units.isEmpty
      ? scene.machine.asRoot("systemctl restart crampd.socket") : "run `crampd`"
  }

  private func rights(_ status: FileStatus) -> [Finding] {
    var findings: [Finding] = []
    if status.mode & 0o002 != 0 {
      findings.append(
        finding(
          .warning,
          "everybody may connect to \(path) (mode \(status.octal))",
          mend: scene.isService
            ? "systemctl cat crampd.socket, and set SocketMode=0660" : "chmod 0660 \(path)"
        )
      )
    }
    guard scene.isService, let group = scene.group("crampd") else { return findings }
    if status.group != group.number || status.mode & 0o060 != 0o060 {
      findings.append(
        finding(
          .wrong,
          "\(path) is not for the group crampd (group \(status.group), mode \(status.octal))",
          mend: scene.machine.asRoot("systemctl restart crampd.socket")
        )
      )
    }
    return findings
  }

  private var answer: [Finding] {
    guard let visit = scene.visit else {
      return [
        finding(
          .note,
          "the service manager listens at \(path); it was not asked, as that would start crampd"
        )
      ]
    }
    switch visit.outcome {
    case .absent: return [absent]
    case .denied:
      return [
        finding(.wrong, "\(path): permission denied", mend: Membership.remedy(scene))
      ]
    case .refused:
      return [finding(.wrong, "nobody listens at \(path) any more", mend: start)]
    case .silent(let cause):
      return [
        finding(
          .wrong,
          "whoever listens at \(path) does not answer: \(cause)",
          mend: scene.isService
            ? scene.machine.asRoot("systemctl restart crampd.service") : "start crampd anew"
        )
      ]
    case .met: return met(visit)
    }
  }

  private func met(_ visit: DaemonVisit) -> [Finding] {
    let version = visit.version ?? "of no version"
    var findings = [finding(.ok, "crampd \(version) answers at \(path)\(maker(of: visit))")]
    if version != scene.machine.version {
      findings.append(
        finding(
          .warning,
          "the daemon is \(version), crampctl is \(scene.machine.version)",
          mend: scene.isService
            ? scene.machine.asRoot("systemctl restart crampd.service") : "start crampd anew"
        )
      )
    }
    return findings
  }

  private func maker(of visit: DaemonVisit) -> String {
    guard let listener = visit.listener, listener != visit.status?.pid,
      let name = scene.machine.text("/proc/\(listener)/comm")
    else { return "" }
    return ", on a socket made by \(name.split(separator: "\n").first ?? "")"
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("socket", level, message, mend: mend)
  }
}

/// What lets a person in.
enum Membership {
  static func remedy(_ scene: Scene) -> String {
    let person = scene.machine.person
    guard scene.isService else {
      return "use crampctl as the user who runs crampd"
    }
    if let group = scene.group("crampd"), group.members.contains(person.name),
      !person.groups.contains(group.number)
    {
      return "log out and in again, so that the group crampd is in force"
    }
    return "sudo usermod -aG crampd \(person.name), then log in again"
  }
}
